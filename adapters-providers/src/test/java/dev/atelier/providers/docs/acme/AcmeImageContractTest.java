package dev.atelier.providers.docs.acme;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.atelier.providers.Fixtures.CLOCK;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.ImageGenerationProviderContract;
import dev.atelier.core.secret.Secret;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.StubVendor;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import dev.atelier.providers.http.SignedCallback;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class AcmeImageContractTest extends ImageGenerationProviderContract {
    private static final String SECRET = "acme-webhook-canary";
    private static final Map<FailureKind, Integer> STATUS = Map.of(
            FailureKind.INVALID_ORDER, 400,
            FailureKind.CONTENT_REFUSED, 400,
            FailureKind.CREDENTIALS, 401,
            FailureKind.VENDOR_BALANCE, 402,
            FailureKind.RATE_LIMITED, 429,
            FailureKind.UNAVAILABLE, 503);

    // snippet: contract
    private final StubVendor acme = new StubVendor("/v1/jobs");
    private final ImageGenerationProvider provider = new AcmeProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .imageGeneration(Fixtures.settings(acme.port(), "acme-paint-1", StubVendor.SHORT_TIMEOUT, SECRET));

    @Override
    protected ImageGenerationProvider provider() {
        return provider;
    }

    @Override
    protected void vendorAccepts(String task) {
        acme.answers(post("/v1/jobs"), 202, job(task, "queued", ""));
    }

    @Override
    protected void vendorHasFinished(String task) {
        record(
                task,
                200,
                job(task, "done", ", \"images\": [\"https://cdn.acme.example/1.png\"], \"costMicros\": 20000"));
    }

    @Override
    protected Set<FailureKind> refusals() {
        return STATUS.keySet();
    }

    @Override
    protected void vendorRefuses(FailureKind kind) {
        String code = kind == FailureKind.CONTENT_REFUSED ? "content_policy" : "other";
        acme.answersEverything(STATUS.get(kind), "{\"error\": {\"code\": \"" + code + "\"}}");
    }
    // end

    @AfterEach
    void stop() {
        acme.close();
    }

    @Override
    protected ModelId model() {
        return new ModelId("acme-paint-1");
    }

    @Override
    protected void vendorStillWorksOn(String task) {
        record(task, 200, job(task, "drawing", ""));
    }

    @Override
    protected void vendorGaveUp(String task) {
        record(task, 200, job(task, "failed", ""));
    }

    @Override
    protected void vendorDoesNotList(String task) {
        record(task, 404, "{\"error\": {\"code\": \"no_such_job\"}}");
        acme.answers(get(urlPathEqualTo("/v1/jobs")), 200, "{\"jobs\": []}");
    }

    @Override
    protected RawCallback vendorCalls(String task) {
        byte[] body = job(task, "done", "").getBytes(StandardCharsets.UTF_8);
        String time = String.valueOf(CLOCK.instant().getEpochSecond());
        String signature = SignedCallback.sign(Secret.of(SECRET), time, body);
        return new RawCallback(Map.of("acme-time", time, "acme-signature", signature), body, CLOCK.instant());
    }

    private void record(String task, int status, String body) {
        acme.answers(get("/v1/jobs/" + task), status, body);
    }

    private static String job(String task, String state, String more) {
        return "{\"job\": {\"id\": \"%s\", \"state\": \"%s\"%s}}".formatted(task, state, more);
    }

    @Override
    protected void vendorHangsUpAfterReadingTheRequest() {
        acme.hangsUp();
    }

    @Override
    protected void vendorAnswersGarbage(Garbage garbage) {
        acme.answersGarbage(garbage);
    }

    @Override
    protected void vendorAnswersSlowly() {
        acme.answersSlowly(job("t-1", "queued", ""));
    }

    @Override
    protected void vendorIsDown() {
        acme.goesDown();
    }

    @Override
    protected int paidRequestsSeen() {
        return acme.paidRequests().size();
    }

    @Override
    protected Set<String> secretsToLookFor() {
        return Set.of(Fixtures.KEY, SECRET);
    }
}
