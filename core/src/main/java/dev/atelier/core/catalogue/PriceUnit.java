package dev.atelier.core.catalogue;

import dev.atelier.core.provider.Category;
import java.util.List;

/** What a price is counted by. */
public enum PriceUnit {
    /** One finished picture. */
    PICTURE,
    /** One film, one recording or one answer, however long. */
    CALL,
    /** One second of film. */
    SECOND,
    /** One character of spoken text. */
    CHARACTER,
    /** One token read; goes together with {@link #OUTPUT_TOKEN}. */
    INPUT_TOKEN,
    /** One token written; goes together with {@link #INPUT_TOKEN}. */
    OUTPUT_TOKEN;

    /** By what models of this kind can be priced; first what is meant if nobody says. */
    public static List<PriceUnit> of(Category category) {
        return switch (category) {
            case IMAGE_GENERATION -> List.of(PICTURE);
            case VIDEO -> List.of(CALL, SECOND);
            case SPEECH -> List.of(CALL, CHARACTER);
            case LLM, VISION -> List.of(CALL, INPUT_TOKEN, OUTPUT_TOKEN);
        };
    }

    boolean ofTokens() {
        return this == INPUT_TOKEN || this == OUTPUT_TOKEN;
    }
}
