package dev.atelier.core.text;

import dev.atelier.core.generation.InputImage;
import org.jspecify.annotations.Nullable;

/**
 * One part of a message: words or a picture, exactly one of them.
 *
 * @param picture a picture of the same org that is in the store
 */
public record ChatPart(@Nullable String text, @Nullable InputImage picture) {
    public ChatPart {
        if ((text == null) == (picture == null)) {
            throw new IllegalArgumentException("a part is either words or a picture");
        }
    }

    public static ChatPart text(String words) {
        return new ChatPart(words, null);
    }

    public static ChatPart picture(InputImage image) {
        return new ChatPart(null, image);
    }

    /** Leaves the words out. */
    @Override
    public String toString() {
        return text == null ? "ChatPart[picture]" : "ChatPart[text]";
    }
}
