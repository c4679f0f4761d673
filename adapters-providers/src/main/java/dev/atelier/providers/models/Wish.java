package dev.atelier.providers.models;

import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.VideoOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an order of a picture or a film asks of its model.
 *
 * @param masked true if only a part of the first picture is to be painted anew
 */
public record Wish(
        String model,
        String prompt,
        List<PictureInput> images,
        boolean masked,
        @Nullable String aspectRatio,
        @Nullable String quality,
        @Nullable Integer seconds,
        @Nullable Long seed) {
    public static Wish of(ImageOrder order) {
        return new Wish(
                order.model().value(),
                order.prompt(),
                order.images(),
                order.mask() != null,
                order.aspectRatio(),
                order.quality(),
                null,
                order.seed());
    }

    public static Wish of(VideoOrder order) {
        return new Wish(
                order.model().value(),
                order.prompt(),
                order.images(),
                false,
                order.aspectRatio(),
                order.quality(),
                order.seconds(),
                order.seed());
    }

    /** Leaves the prompt out. */
    @Override
    public String toString() {
        return "Wish[" + model + "]";
    }
}
