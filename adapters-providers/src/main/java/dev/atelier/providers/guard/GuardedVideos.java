package dev.atelier.providers.guard;

import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.VideoOrder;
import dev.atelier.core.provider.spi.VideoGenerationProvider;

/** A vendor of films behind its guards. */
final class GuardedVideos extends GuardedTasks<VideoGenerationProvider> implements VideoGenerationProvider {
    GuardedVideos(VideoGenerationProvider vendor, RowGuards guards) {
        super(vendor, guards);
    }

    @Override
    public Submission submit(VideoOrder order) {
        return guards.of(Operation.SUBMIT).call(() -> vendor.submit(order));
    }
}
