package dev.atelier.providers.geminigen;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static dev.atelier.providers.Fixtures.CLOCK;
import static dev.atelier.providers.Fixtures.text;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.spi.Check;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.ImageGenerationProviderContract;
import dev.atelier.core.provider.spi.Without;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.StubVendor;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** The answers are assumed: see docs/providers/geminigen.md. */
@Without(
        value = Check.CALLBACK,
        because =
                "It calls one address for the whole account and none of an order: it is polled. `GeminigenWebhookTest` plays its webhook.")
class GeminigenImageContractTest extends ImageGenerationProviderContract {
    private static final String ASSUMED_ID = "0b9c7f0e-5c1a-4d38-9f5e-2f1f6f9a0001";
    private static final Map<FailureKind, Integer> STATUS = Map.of(
            FailureKind.INVALID_ORDER, 422,
            FailureKind.CONTENT_REFUSED, 400,
            FailureKind.CREDENTIALS, 403,
            FailureKind.VENDOR_BALANCE, 400,
            FailureKind.RATE_LIMITED, 400);

    private final StubVendor geminigen = new StubVendor("/generate_image");
    private final ImageGenerationProvider provider = new GeminigenProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .imageGeneration(Fixtures.settings(
                    geminigen.port(), "geminigen/nano-banana-pro", StubVendor.SHORT_TIMEOUT, "webhook-secret-canary"));

    @AfterEach
    void stop() {
        geminigen.close();
    }

    @Override
    protected ImageGenerationProvider provider() {
        return provider;
    }

    @Override
    protected ModelId model() {
        return new ModelId("geminigen/nano-banana-pro");
    }

    @Override
    protected void vendorAccepts(String task) {
        geminigen.answers(
                post("/generate_image"), 200, text("geminigen/accepted.json").replace(ASSUMED_ID, task));
    }

    @Override
    protected void vendorStillWorksOn(String task) {
        record(200, text("geminigen/accepted.json"), task);
    }

    @Override
    protected void vendorHasFinished(String task) {
        record(200, text("geminigen/completed.json"), task);
    }

    @Override
    protected void vendorGaveUp(String task) {
        record(200, text("geminigen/failed.json"), task);
    }

    @Override
    protected void vendorDoesNotList(String task) {
        record(404, "{\"detail\": {\"error_code\": \"HISTORY_NOT_FOUND\", \"message\": \"Not found\"}}", task);
    }

    private void record(int status, String body, String task) {
        geminigen.answers(get(urlPathMatching("/history/.*")), status, body.replace(ASSUMED_ID, task));
    }

    @Override
    protected Set<FailureKind> refusals() {
        return STATUS.keySet();
    }

    @Override
    protected void vendorRefuses(FailureKind kind) {
        String code = switch (kind) {
            case CONTENT_REFUSED -> "GEMINI_RAI_MEDIA_FILTERED";
            case CREDENTIALS -> "API_KEY_NOT_FOUND";
            case VENDOR_BALANCE -> "NOT_ENOUGH_CREDIT";
            case RATE_LIMITED -> "GEMINI_RATE_LIMIT";
            default -> "SOMETHING_ELSE";
        };
        geminigen.answersEverything(
                STATUS.get(kind), "{\"detail\": {\"error_code\": \"%s\", \"message\": \"m\"}}".formatted(code));
    }

    @Override
    protected void vendorHangsUpAfterReadingTheRequest() {
        geminigen.hangsUp();
    }

    @Override
    protected void vendorAnswersGarbage(Garbage garbage) {
        geminigen.answersGarbage(garbage);
    }

    @Override
    protected void vendorAnswersSlowly() {
        geminigen.answersSlowly(text("geminigen/accepted.json"));
    }

    @Override
    protected void vendorIsDown() {
        geminigen.goesDown();
    }

    @Override
    protected int paidRequestsSeen() {
        return geminigen.paidRequests().size();
    }

    @Override
    protected Set<String> secretsToLookFor() {
        return Set.of(Fixtures.KEY, "webhook-secret-canary");
    }
}
