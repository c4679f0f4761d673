package dev.atelier.providers.fal;

import static dev.atelier.providers.Fixtures.CLOCK;
import static dev.atelier.providers.Fixtures.text;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.ImageGenerationProviderContract;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.StubVendor;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class FalImageContractTest extends ImageGenerationProviderContract {
    private final FalScript script = FalScript.of("fal-ai/flux/dev", "result");
    private final ImageGenerationProvider provider = new FalProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .imageGeneration(Fixtures.settings(script.fal().port(), script.model(), StubVendor.SHORT_TIMEOUT, null));

    @AfterEach
    void stop() {
        script.fal().close();
    }

    @Override
    protected ImageGenerationProvider provider() {
        return provider;
    }

    @Override
    protected ModelId model() {
        return new ModelId(script.model());
    }

    @Override
    protected void vendorAccepts(String task) {
        script.accepts(task);
    }

    @Override
    protected void vendorStillWorksOn(String task) {
        script.tells("in-progress", task);
    }

    @Override
    protected void vendorHasFinished(String task) {
        script.tells("completed", task);
        script.gives(200, script.result(), task);
    }

    @Override
    protected void vendorGaveUp(String task) {
        script.tells("completed", task);
        script.gives(422, "content-policy", task);
    }

    @Override
    protected void vendorDoesNotList(String task) {
        script.doesNotList(task);
    }

    @Override
    protected RawCallback vendorCalls(String task) {
        return script.calls(provider, task);
    }

    @Override
    protected Set<FailureKind> refusals() {
        return FalScript.refusals();
    }

    @Override
    protected void vendorRefuses(FailureKind kind) {
        script.refuses(kind, PRIVATE);
    }

    @Override
    protected void vendorHangsUpAfterReadingTheRequest() {
        script.fal().hangsUp();
    }

    @Override
    protected void vendorAnswersGarbage(Garbage garbage) {
        script.fal().answersGarbage(garbage);
    }

    @Override
    protected void vendorAnswersSlowly() {
        script.fal().answersSlowly(text("fal/queued.json"));
    }

    @Override
    protected void vendorIsDown() {
        script.fal().goesDown();
    }

    @Override
    protected int paidRequestsSeen() {
        return script.fal().paidRequests().size();
    }

    @Override
    protected Set<String> secretsToLookFor() {
        return Set.of(Fixtures.KEY);
    }
}
