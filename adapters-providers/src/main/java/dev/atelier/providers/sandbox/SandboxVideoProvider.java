package dev.atelier.providers.sandbox;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.VideoOrder;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import java.util.List;

/** Films what the painter draws. Facts and magic words stand in {@code docs/providers/sandbox.md}. */
final class SandboxVideoProvider extends SandboxTaskProvider implements VideoGenerationProvider {
    /** The default first. */
    static final List<Integer> SECONDS = List.of(4, 2, 8);

    SandboxVideoProvider(Desk desk) {
        super(desk, "film");
    }

    @Override
    public Submission submit(VideoOrder order) {
        int seconds = order.seconds() == null ? SECONDS.get(0) : order.seconds();
        Format format = Format.film(order.aspectRatio(), order.quality())
                .filter(any -> SECONDS.contains(seconds))
                .orElseThrow(() -> failure(
                        FailureKind.INVALID_ORDER,
                        "the sandbox films the ratios " + Format.FILM_RATIOS + " in the qualities "
                                + Format.FILM_QUALITIES.keySet() + " for " + SECONDS + " seconds"));
        return take(new SandboxOrder(
                order.prompt(),
                order.images(),
                null,
                format,
                Make.film(seconds),
                order.seed(),
                order.callbackUrl(),
                order.reference()));
    }
}
