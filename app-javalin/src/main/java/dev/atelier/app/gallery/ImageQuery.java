package dev.atelier.app.gallery;

import dev.atelier.app.generation.GenerationViews.Variant;
import dev.atelier.app.http.Params;
import dev.atelier.core.account.UserId;
import dev.atelier.core.gallery.GalleryFilter;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.provider.ModelId;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The parameters of the gallery, read strictly. */
final class ImageQuery {
    private static final int LONGEST = 200;

    private ImageQuery() {}

    static GalleryFilter filter(Context ctx) {
        List<String> words = Params.optional(ctx, "q", ImageQuery::words);
        return GalleryFilter.KEPT
                .withTrash(Params.flag(ctx, "trash"))
                .withStarred(Params.flag(ctx, "starred"))
                .withModel(Params.optional(ctx, "model", ModelId::new))
                .withUser(Params.optional(ctx, "user", text -> new UserId(UUID.fromString(text))))
                .withTag(Params.optional(ctx, "tag", ImageQuery::text))
                .withGeneration(Params.optional(ctx, "generation", GenerationId::of))
                .withWords(words == null ? List.of() : words)
                .between(
                        Params.optional(ctx, "createdFrom", Params::instant),
                        Params.optional(ctx, "createdBefore", Params::instant));
    }

    private static List<String> words(String text) {
        List<String> words = Arrays.stream(text(text).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.size() > GalleryFilter.MAX_WORDS) {
            throw new IllegalArgumentException("q takes " + GalleryFilter.MAX_WORDS + " words at most");
        }
        return words;
    }

    // PostgreSQL refuses a zero byte.
    private static String text(String text) {
        if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a text of at most " + LONGEST + " characters is wanted");
        }
        return text;
    }

    static Variant variant(Context ctx) {
        @Nullable
        Variant sent = Params.optional(
                ctx,
                "variant",
                word -> Arrays.stream(Variant.values())
                        .filter(variant -> variant.name().equalsIgnoreCase(word))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("variant takes thumb, preview or original")));
        return sent == null ? Variant.ORIGINAL : sent;
    }
}
