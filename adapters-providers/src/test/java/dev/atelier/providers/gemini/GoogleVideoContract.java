package dev.atelier.providers.gemini;

import static dev.atelier.providers.Fixtures.CLOCK;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.core.provider.spi.VideoGenerationProviderContract;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.StubVendor;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** What the contracts of Google's routes for films have in common. */
abstract class GoogleVideoContract extends VideoGenerationProviderContract {
    final StubVendor google;
    private final String model;
    private final VideoGenerationProvider provider;

    GoogleVideoContract(String paidRoute, String model) {
        this.google = new StubVendor(paidRoute);
        this.model = model;
        this.provider = new GeminiProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
                .videoGeneration(Fixtures.settings(google.port(), model, StubVendor.SHORT_TIMEOUT, null));
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
        return Set.of(Fixtures.KEY);
    }
}
