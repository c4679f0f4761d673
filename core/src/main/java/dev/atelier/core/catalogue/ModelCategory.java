package dev.atelier.core.catalogue;

import dev.atelier.core.provider.Category;
import java.util.EnumSet;
import java.util.Set;

/** What a model turns into what: the word by which people look for one. One model may be in several. */
public enum ModelCategory {
    TEXT_TO_IMAGE,
    IMAGE_TO_IMAGE,
    TEXT_TO_VIDEO,
    IMAGE_TO_VIDEO,
    /** Writes text; may look at pictures too. */
    TEXT,
    /** Describes pictures. */
    VISION,
    SPEECH;

    /**
     * The categories of a model, from what its provider is used for and how many pictures it takes.
     *
     * @return one or two
     */
    public static Set<ModelCategory> of(Category category, Capabilities can) {
        return switch (category) {
            case IMAGE_GENERATION -> byPictures(can, TEXT_TO_IMAGE, IMAGE_TO_IMAGE);
            case VIDEO -> byPictures(can, TEXT_TO_VIDEO, IMAGE_TO_VIDEO);
            case LLM -> EnumSet.of(TEXT);
            case VISION -> EnumSet.of(VISION);
            case SPEECH -> EnumSet.of(SPEECH);
        };
    }

    private static Set<ModelCategory> byPictures(Capabilities can, ModelCategory without, ModelCategory with) {
        if (can.maxInputImages() == 0) {
            return EnumSet.of(without);
        }
        return can.minInputImages() > 0 ? EnumSet.of(with) : EnumSet.of(without, with);
    }
}
