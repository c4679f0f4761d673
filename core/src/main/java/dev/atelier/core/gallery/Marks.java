package dev.atelier.core.gallery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What people put on a picture. Immutable; the workflow never writes it.
 *
 * @param alt what the picture shows, for those who do not see it; null until somebody wrote it
 * @param tags in the order they were put on, each once
 * @param trashedAt null unless it lies in the trash
 * @param purgedAt null until its bytes were given up for good; then it is trashed too
 * @param version raised by one with every stored change
 */
public record Marks(
        @Nullable String alt,
        boolean starred,
        List<String> tags,
        @Nullable Instant trashedAt,
        @Nullable Instant purgedAt,
        long version) {
    public static final int MAX_ALT = 1_000;
    public static final int MAX_TAGS = 32;
    public static final int MAX_TAG = 64;

    /** On a picture that nobody has touched. */
    public static final Marks NONE = new Marks(null, false, List.of(), null, null, 1);

    /** There is no place for a tag any more. */
    static final class TooManyTags extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        TooManyTags(int count) {
            super("there are " + count + " tags, at most " + MAX_TAGS);
        }
    }

    /** @throws IllegalArgumentException if a text is too long or blank, or there are too many tags or one twice */
    public Marks {
        tags = List.copyOf(tags);
        if (alt != null && alt.length() > MAX_ALT) {
            throw new IllegalArgumentException("alt has " + alt.length() + " characters, at most " + MAX_ALT);
        }
        if (tags.size() > MAX_TAGS) {
            throw new TooManyTags(tags.size());
        }
        if (tags.stream().distinct().count() < tags.size()) {
            throw new IllegalArgumentException("a tag is there twice");
        }
        tags.forEach(Marks::requireTag);
        if (purgedAt != null && trashedAt == null) {
            throw new IllegalArgumentException("only what lies in the trash is purged");
        }
    }

    /**
     * Refuses what is no tag.
     *
     * @throws IllegalArgumentException unless it has 1 to 64 characters and no space at its ends
     */
    public static void requireTag(String tag) {
        if (tag.isBlank() || tag.length() > MAX_TAG || !tag.strip().equals(tag)) {
            throw new IllegalArgumentException("a tag has 1 to " + MAX_TAG + " characters and no space at its ends");
        }
    }

    /** Whether it lies in the trash, its bytes still there or not. */
    public boolean trashed() {
        return trashedAt != null;
    }

    public boolean purged() {
        return purgedAt != null;
    }

    /** @param words blank or null for the words that the prompt gives */
    public Marks withAlt(@Nullable String words) {
        String kept = words == null || words.isBlank() ? null : words.strip();
        return new Marks(kept, starred, tags, trashedAt, purgedAt, version);
    }

    public Marks withStarred(boolean star) {
        return new Marks(alt, star, tags, trashedAt, purgedAt, version);
    }

    public Marks withTags(List<String> all) {
        return new Marks(alt, starred, all, trashedAt, purgedAt, version);
    }

    public Marks tagged(String tag) {
        if (tags.contains(tag)) {
            return this;
        }
        List<String> more = new ArrayList<>(tags);
        more.add(tag);
        return withTags(more);
    }

    public Marks untagged(String tag) {
        return withTags(tags.stream().filter(other -> !other.equals(tag)).toList());
    }

    /** In the trash; stays there since when it was put in. */
    public Marks trashed(Instant now) {
        return trashed() ? this : new Marks(alt, starred, tags, now, null, version);
    }

    /** @throws IllegalStateException if its bytes are gone */
    public Marks restored() {
        if (purged()) {
            throw new IllegalStateException("the picture is purged");
        }
        return new Marks(alt, starred, tags, null, null, version);
    }

    /** With its bytes given up, in the trash. */
    public Marks purged(Instant now) {
        return new Marks(alt, starred, tags, Objects.requireNonNullElse(trashedAt, now), now, version);
    }

    /** The value that is stored next: the same with a higher version. */
    public Marks nextVersion() {
        return new Marks(alt, starred, tags, trashedAt, purgedAt, version + 1);
    }

    /** Leaves people's words out. */
    @Override
    public String toString() {
        return "Marks[version " + version + ", trashedAt " + trashedAt + "]";
    }
}
