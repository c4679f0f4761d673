package dev.atelier.providers.sandbox;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.spi.ImageGenerationProvider;

/** Draws instead of calling anybody. Facts and magic words stand in {@code docs/providers/sandbox.md}. */
final class SandboxImageGenerationProvider extends SandboxTaskProvider implements ImageGenerationProvider {
    SandboxImageGenerationProvider(Desk desk) {
        super(desk, "picture");
    }

    @Override
    public Submission submit(ImageOrder order) {
        Format format = Format.of(order.aspectRatio(), order.quality())
                .orElseThrow(() -> failure(
                        FailureKind.INVALID_ORDER,
                        "the sandbox draws the ratios " + Format.RATIOS + " in the qualities "
                                + Format.QUALITIES.keySet()));
        return take(new SandboxOrder(
                order.prompt(),
                order.images(),
                order.mask(),
                format,
                Make.PICTURE,
                order.seed(),
                order.callbackUrl(),
                order.reference()));
    }
}
