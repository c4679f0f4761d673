package dev.atelier.providers.kie;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.atelier.providers.Fixtures.CLOCK;
import static dev.atelier.providers.Fixtures.text;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.core.provider.spi.VideoGenerationProviderContract;
import dev.atelier.core.secret.Secret;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.StubVendor;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class KieVeoContractTest extends VideoGenerationProviderContract {
    private static final String RECORDED_ID = "9c1f00aa22bb33cc44dd55ee66ff7788";

    private final StubVendor kie = new StubVendor("/api/v1/veo/generate");
    private final VideoGenerationProvider provider = new KieProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .videoGeneration(
                    Fixtures.settings(kie.port(), "veo3_fast", StubVendor.SHORT_TIMEOUT, "webhook-secret-canary"));

    @AfterEach
    void stop() {
        kie.close();
    }

    @Override
    protected VideoGenerationProvider provider() {
        return provider;
    }

    @Override
    protected ModelId model() {
        return new ModelId("veo3_fast");
    }

    @Override
    protected void vendorAccepts(String task) {
        kie.answers(
                post("/api/v1/veo/generate"),
                200,
                "{\"code\": 200, \"msg\": \"success\", \"data\": {\"taskId\": \"%s\"}}".formatted(task));
    }

    @Override
    protected void vendorStillWorksOn(String task) {
        record(text("kie/veo-running.json"), task);
    }

    @Override
    protected void vendorHasFinished(String task) {
        record(text("kie/veo-succeeded.json"), task);
    }

    @Override
    protected void vendorGaveUp(String task) {
        record(text("kie/veo-failed.json"), task);
    }

    @Override
    protected void vendorDoesNotList(String task) {
        record("{\"code\": 422, \"msg\": \"record is null\", \"data\": null}", task);
    }

    private void record(String body, String task) {
        kie.answers(get(urlPathEqualTo("/api/v1/veo/record-info")), 200, body.replace(RECORDED_ID, task));
    }

    @Override
    protected RawCallback vendorCalls(String task) {
        String time = String.valueOf(CLOCK.instant().getEpochSecond());
        String signature = KieCallbacks.sign(Secret.of("webhook-secret-canary"), task + "." + time);
        return new RawCallback(
                Map.of("x-webhook-timestamp", time, "x-webhook-signature", signature),
                text("kie/veo-callback.json").replace(RECORDED_ID, task).getBytes(StandardCharsets.UTF_8),
                CLOCK.instant());
    }

    @Override
    protected Set<FailureKind> refusals() {
        return Set.of(
                FailureKind.INVALID_ORDER,
                FailureKind.CONTENT_REFUSED,
                FailureKind.CREDENTIALS,
                FailureKind.VENDOR_BALANCE,
                FailureKind.RATE_LIMITED,
                FailureKind.UNAVAILABLE);
    }

    @Override
    protected void vendorRefuses(FailureKind kind) {
        kie.answersEverything(200, KieRefusals.body(kind));
    }

    @Override
    protected void vendorHangsUpAfterReadingTheRequest() {
        kie.hangsUp();
    }

    @Override
    protected void vendorAnswersGarbage(Garbage garbage) {
        kie.answersGarbage(garbage);
    }

    @Override
    protected void vendorAnswersSlowly() {
        kie.answersSlowly(text("kie/created.json"));
    }

    @Override
    protected void vendorIsDown() {
        kie.goesDown();
    }

    @Override
    protected int paidRequestsSeen() {
        return kie.paidRequests().size();
    }

    @Override
    protected Set<String> secretsToLookFor() {
        return Set.of(Fixtures.KEY, "webhook-secret-canary");
    }
}
