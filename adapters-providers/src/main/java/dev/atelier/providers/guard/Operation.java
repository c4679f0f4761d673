package dev.atelier.providers.guard;

import dev.atelier.core.provider.Category;
import java.util.List;
import java.util.Locale;

/** What a vendor is asked for; each has a guard of its own, since a vendor may take orders badly and still tell of old ones well. */
public enum Operation {
    /** Pictures and films are ordered. */
    SUBMIT,
    /** Tasks are looked at and looked up. */
    POLL,
    CHAT,
    VISION,
    /** Spoken recordings are ordered. */
    SPEECH;

    /** As it is shown and as options spell it, such as {@code submit}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the rows of a category are asked for. */
    public static List<Operation> of(Category category) {
        return switch (category) {
            case IMAGE_GENERATION, VIDEO -> List.of(SUBMIT, POLL);
            case SPEECH -> List.of(SPEECH, POLL);
            case LLM -> List.of(CHAT);
            case VISION -> List.of(VISION);
        };
    }
}
