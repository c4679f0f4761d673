package dev.atelier.core.gallery;

import dev.atelier.core.account.UserId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.provider.ModelId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which pictures of a list are wanted; a null part lets all through.
 *
 * @param trash true for what lies in the trash, false for what does not
 * @param starred true for those with a star alone
 * @param words each must be in the prompt, the user's words, the alt text or a tag, in any spelling; 8 at most
 * @param createdFrom when it was stored, not before this; {@code createdBefore} excludes its own moment
 */
public record GalleryFilter(
        boolean trash,
        boolean starred,
        @Nullable ModelId model,
        @Nullable UserId user,
        @Nullable String tag,
        @Nullable GenerationId generation,
        List<String> words,
        @Nullable Instant createdFrom,
        @Nullable Instant createdBefore) {
    public static final int MAX_WORDS = 8;

    /** Everything but the trash. */
    public static final GalleryFilter KEPT =
            new GalleryFilter(false, false, null, null, null, null, List.of(), null, null);

    /** @throws IllegalArgumentException if there are too many words */
    public GalleryFilter {
        words = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        if (words.size() > MAX_WORDS) {
            throw new IllegalArgumentException("there are " + words.size() + " words, at most " + MAX_WORDS);
        }
    }

    public GalleryFilter withTrash(boolean yes) {
        return new GalleryFilter(yes, starred, model, user, tag, generation, words, createdFrom, createdBefore);
    }

    public GalleryFilter withStarred(boolean yes) {
        return new GalleryFilter(trash, yes, model, user, tag, generation, words, createdFrom, createdBefore);
    }

    public GalleryFilter withModel(@Nullable ModelId wanted) {
        return new GalleryFilter(trash, starred, wanted, user, tag, generation, words, createdFrom, createdBefore);
    }

    public GalleryFilter withUser(@Nullable UserId wanted) {
        return new GalleryFilter(trash, starred, model, wanted, tag, generation, words, createdFrom, createdBefore);
    }

    public GalleryFilter withTag(@Nullable String wanted) {
        return new GalleryFilter(trash, starred, model, user, wanted, generation, words, createdFrom, createdBefore);
    }

    public GalleryFilter withGeneration(@Nullable GenerationId wanted) {
        return new GalleryFilter(trash, starred, model, user, tag, wanted, words, createdFrom, createdBefore);
    }

    public GalleryFilter withWords(List<String> wanted) {
        return new GalleryFilter(trash, starred, model, user, tag, generation, wanted, createdFrom, createdBefore);
    }

    public GalleryFilter between(@Nullable Instant from, @Nullable Instant before) {
        return new GalleryFilter(trash, starred, model, user, tag, generation, words, from, before);
    }
}
