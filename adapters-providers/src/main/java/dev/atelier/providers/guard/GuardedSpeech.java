package dev.atelier.providers.guard;

import dev.atelier.core.provider.SpeechOrder;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.spi.SpeechProvider;

/** A vendor of spoken recordings behind its guards. */
final class GuardedSpeech extends GuardedTasks<SpeechProvider> implements SpeechProvider {
    GuardedSpeech(SpeechProvider vendor, RowGuards guards) {
        super(vendor, guards);
    }

    @Override
    public Submission submit(SpeechOrder order) {
        return guards.of(Operation.SPEECH).call(() -> vendor.submit(order));
    }
}
