package dev.atelier.providers.compatible;

import static dev.atelier.providers.Fixtures.CLOCK;

import dev.atelier.core.provider.spi.Check;
import dev.atelier.core.provider.spi.SpeechProvider;
import dev.atelier.core.provider.spi.Without;
import dev.atelier.providers.SpeechAtOnceContract;
import dev.atelier.providers.StubVendor;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;

@Without(value = Check.TASKS, because = "It answers with the sound at once: there are no tasks.")
@Without(value = Check.CALLBACK, because = "Servers of OpenAI's dialect call nobody.")
class CompatibleSpeechContractTest extends SpeechAtOnceContract {
    private final SpeechProvider provider = new OpenAiCompatibleProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .speech(settings(StubVendor.SHORT_TIMEOUT));

    CompatibleSpeechContractTest() {
        super("/v1/audio/speech", "kokoro", CompatibleRefusals::status, CompatibleRefusals::body);
    }

    @Override
    protected SpeechProvider provider() {
        return provider;
    }
}
