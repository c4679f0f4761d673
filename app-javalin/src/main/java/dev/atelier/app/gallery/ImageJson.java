package dev.atelier.app.gallery;

import dev.atelier.app.generation.GenerationJson;
import dev.atelier.app.http.Bounds;
import dev.atelier.core.gallery.Marks;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What pictures look like from outside. Signed URLs are in it: never logged, never stored. */
final class ImageJson {
    static final int MOST_IDS = 200;

    private ImageJson() {}

    /**
     * One picture.
     *
     * @param prompt the words that the vendor got; {@code userPrompt} what was asked for
     * @param url null once the bytes are gone
     * @param expiresAt when the URLs end; read it again for new ones
     */
    record Image(
            String id,
            String generationId,
            int index,
            String prompt,
            String userPrompt,
            String model,
            String provider,
            @Nullable String aspectRatio,
            @Nullable String quality,
            @Nullable Long seed,
            String userId,
            String userName,
            String contentType,
            int widthPx,
            int heightPx,
            long sizeBytes,
            String sha256,
            String alt,
            boolean starred,
            List<String> tags,
            @Nullable String colour,
            @Nullable String parentImageId,
            @Nullable String url,
            List<GenerationJson.Thumb> thumbnails,
            Instant expiresAt,
            Instant createdAt,
            @Nullable Instant trashedAt,
            long version) {}

    record Facets(List<String> models, List<Person> people, List<String> tags) {}

    record Person(String id, String displayName) {}

    /** What to change; what is null stays. */
    record Patch(
            @Nullable @Bounds(max = Marks.MAX_ALT) String alt,
            @Nullable Boolean starred,
            @Nullable @Bounds(max = Marks.MAX_TAGS) List<String> tags) {
        /** Leaves people's words out. */
        @Override
        public String toString() {
            return "Patch";
        }
    }

    /** Nothing to say. */
    record Nothing() {}

    enum Action {
        STAR,
        UNSTAR,
        TRASH,
        RESTORE,
        TAG,
        UNTAG
    }

    /** @param tag for {@code tag} and {@code untag} alone */
    record Batch(
            Action action,
            @Bounds(min = 1, max = MOST_IDS) List<UUID> ids,
            @Nullable String tag) {}

    record Results(List<Result> results) {}

    /** @param code why not; null if it is done */
    record Result(String id, boolean ok, @Nullable String code) {}

    record Lineage(
            Image image,
            GenerationJson.Full generation,
            List<GenerationJson.Step> story,
            List<GenerationJson.Entry> ledger,
            @Nullable Image parent,
            List<Image> children) {}
}
