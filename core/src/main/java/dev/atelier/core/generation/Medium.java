package dev.atelier.core.generation;

import org.jspecify.annotations.Nullable;

/**
 * What kind of file a brief asks for, with what only that kind can be told.
 *
 * @param seconds how long a film lasts; null for the model's own length, and for other kinds
 * @param voice who speaks; null for the model's own voice, and for other kinds
 * @param instructions how it is spoken; null for nothing said, and for other kinds
 */
public record Medium(
        GenerationType type,
        @Nullable Integer seconds,
        @Nullable String voice,
        @Nullable String instructions) {
    public static final Medium PICTURE = new Medium(GenerationType.IMAGE, null, null, null);

    public Medium {
        if (type == GenerationType.TEXT) {
            throw new IllegalArgumentException("a text is no file");
        }
    }

    public static Medium film(@Nullable Integer seconds) {
        return new Medium(GenerationType.VIDEO, seconds, null, null);
    }

    public static Medium speech(@Nullable String voice, @Nullable String instructions) {
        return new Medium(GenerationType.SPEECH, null, voice, instructions);
    }
}
