package dev.atelier.providers.gemini;

import static dev.atelier.providers.Fixtures.CLOCK;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.core.provider.spi.VideoGenerationProviderContract;
import dev.atelier.core.secret.Secret;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.StubVendor;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.JsonCall;
import dev.atelier.providers.http.NetworkPolicy;
import dev.atelier.providers.http.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;

/** What the contracts of Google's routes for films have in common. */
public abstract class GoogleVideoContract extends VideoGenerationProviderContract {
    private static final Secret SECRET = Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final Map<String, String> OPTIONS = Map.of("callTimeoutSeconds", "2", "callbacks", "true");

    protected final StubVendor google;
    private final String model;
    private final VideoGenerationProvider provider;

    protected GoogleVideoContract(Function<GuardedHttp, ProviderFactory> adapter, String paidRoute, String model) {
        this.google = new StubVendor(paidRoute, JsonCall.PICTURES);
        this.model = model;
        this.provider = adapter.apply(new GuardedHttp(NetworkPolicy.allowing("localhost")))
                .videoGeneration(Fixtures.settings(google.port(), model, OPTIONS, SECRET.reveal()));
    }

    /** A call after Standard Webhooks, by the secret of the row; Google's own tokens are the matter of {@link GoogleCallbacksTest}. */
    protected static RawCallback called(String type, String id) {
        byte[] event = "{\"type\": \"%s\", \"version\": \"v1\", \"data\": {\"id\": \"%s\"}}"
                .formatted(type, id)
                .getBytes(StandardCharsets.UTF_8);
        Instant now = CLOCK.instant();
        return new RawCallback(new WebhookSignature(SECRET).headers("msg_1", now, event), event, now);
    }

    @AfterEach
    void stop() {
        google.close();
    }

    @Override
    protected VideoGenerationProvider provider() {
        return provider;
    }

    @Override
    protected ModelId model() {
        return new ModelId(model);
    }

    @Override
    protected Set<FailureKind> refusals() {
        return GeminiRefusals.KINDS;
    }

    @Override
    protected void vendorRefuses(FailureKind kind) {
        google.answersEverything(GeminiRefusals.status(kind), GeminiRefusals.body(kind));
    }

    @Override
    protected void vendorHangsUpAfterReadingTheRequest() {
        google.hangsUp();
    }

    @Override
    protected void vendorAnswersGarbage(Garbage garbage) {
        google.answersGarbage(garbage);
    }

    @Override
    protected void vendorAnswersSlowly() {
        google.answersSlowly("{}");
    }

    @Override
    protected void vendorIsDown() {
        google.goesDown();
    }

    @Override
    protected int paidRequestsSeen() {
        return google.paidRequests().size();
    }

    @Override
    protected Set<String> secretsToLookFor() {
        return Set.of(Fixtures.KEY, SECRET.reveal());
    }
}
