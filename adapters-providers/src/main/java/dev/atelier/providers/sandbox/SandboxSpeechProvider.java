package dev.atelier.providers.sandbox;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.SpeechOrder;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.spi.SpeechProvider;
import java.util.List;

/** Hums a tone for each word. Facts and magic words stand in {@code docs/providers/sandbox.md}. */
final class SandboxSpeechProvider extends SandboxTaskProvider implements SpeechProvider {
    SandboxSpeechProvider(Desk desk) {
        super(desk, "recording");
    }

    @Override
    public Submission submit(SpeechOrder order) {
        String voice = order.voice() == null ? Tones.VOICES.get(0) : order.voice();
        if (!Tones.VOICES.contains(voice)) {
            throw failure(FailureKind.INVALID_ORDER, "the sandbox has the voices " + Tones.VOICES);
        }
        return take(new SandboxOrder(
                order.text(),
                List.of(),
                null,
                Format.NONE,
                Make.voice(voice),
                0L,
                order.callbackUrl(),
                order.reference()));
    }
}
