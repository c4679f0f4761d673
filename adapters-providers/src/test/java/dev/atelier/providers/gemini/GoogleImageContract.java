package dev.atelier.providers.gemini;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.ImageGenerationProviderContract;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.StubVendor;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.JsonCall;
import dev.atelier.providers.http.NetworkPolicy;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;

/** What the contracts of Google's routes for pictures have in common. */
public abstract class GoogleImageContract extends ImageGenerationProviderContract {
    protected final StubVendor google;
    private final String model;
    private final ImageGenerationProvider provider;

    protected GoogleImageContract(Function<GuardedHttp, ProviderFactory> adapter, String paidRoute, String model) {
        this.google = new StubVendor(paidRoute, JsonCall.PICTURES);
        this.model = model;
        this.provider = adapter.apply(new GuardedHttp(NetworkPolicy.allowing("localhost")))
                .imageGeneration(Fixtures.settings(google.port(), model, StubVendor.SHORT_TIMEOUT, null));
    }

    @AfterEach
    void stop() {
        google.close();
    }

    @Override
    protected ImageGenerationProvider provider() {
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
        return Set.of(Fixtures.KEY);
    }
}
