package dev.atelier.providers.guard;

import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.spi.ImageGenerationProvider;

/** A vendor of pictures behind its guards. */
final class GuardedImages extends GuardedTasks<ImageGenerationProvider> implements ImageGenerationProvider {
    GuardedImages(ImageGenerationProvider vendor, RowGuards guards) {
        super(vendor, guards);
    }

    @Override
    public Submission submit(ImageOrder order) {
        return guards.of(Operation.SUBMIT).call(() -> vendor.submit(order));
    }
}
