package dev.atelier.providers.kie;

import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.VideoOrder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What orders for pictures and for films have in common: kie takes both through the same door.
 *
 * @param film true for a film, whose models stand in a book of their own
 * @param masked true if a mask says where to paint, which none of kie's models here can do
 * @param seconds how long a film is to be; null for the model's default, and for pictures
 */
record KieWish(
        boolean film,
        String model,
        String prompt,
        List<PictureInput> images,
        boolean masked,
        @Nullable String ratio,
        @Nullable String quality,
        @Nullable Integer seconds,
        @Nullable Long seed,
        @Nullable URI callbackUrl) {
    static KieWish of(ImageOrder order) {
        return new KieWish(
                false,
                order.model().value(),
                order.prompt(),
                order.images(),
                order.mask() != null,
                order.aspectRatio(),
                order.quality(),
                null,
                order.seed(),
                order.callbackUrl());
    }

    static KieWish of(VideoOrder order) {
        return new KieWish(
                true,
                order.model().value(),
                order.prompt(),
                order.images(),
                false,
                order.aspectRatio(),
                order.quality(),
                order.seconds(),
                order.seed(),
                order.callbackUrl());
    }

    /** What kie was told and must not be quoted from its answers. */
    List<String> confidential() {
        List<String> texts = new ArrayList<>();
        texts.add(prompt);
        if (callbackUrl != null) {
            texts.add(callbackUrl.toString());
        }
        return texts;
    }

    /** Leaves prompt and callback URL out. */
    @Override
    public String toString() {
        return "KieWish[" + model + "]";
    }
}
