package dev.atelier.providers.replicate;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.atelier.providers.Fixtures.CLOCK;
import static dev.atelier.providers.Fixtures.text;

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
import dev.atelier.providers.http.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class ReplicateImageContractTest extends ImageGenerationProviderContract {
    private static final String MODEL = "black-forest-labs/flux-schnell";
    private static final String PAID = "/v1/models/" + MODEL + "/predictions";
    private static final String RECORDED_ID = "ufawqhfynnddngldkgtslldrkq";
    private static final String SECRET = "whsec_ZXhhbXBsZS1yZXBsaWNhdGUtc2VjcmV0LTMyYnl0ZXM=";

    private static final Map<FailureKind, Integer> REFUSALS = Map.of(
            FailureKind.INVALID_ORDER, 422,
            FailureKind.CREDENTIALS, 401,
            FailureKind.VENDOR_BALANCE, 402,
            FailureKind.RATE_LIMITED, 429);

    private final StubVendor replicate = new StubVendor(PAID);
    private final ImageGenerationProvider provider = new ReplicateProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .imageGeneration(Fixtures.settings(replicate.port(), MODEL, StubVendor.SHORT_TIMEOUT, SECRET));

    @AfterEach
    void stop() {
        replicate.close();
    }

    @Override
    protected ImageGenerationProvider provider() {
        return provider;
    }

    @Override
    protected ModelId model() {
        return new ModelId(MODEL);
    }

    @Override
    protected void vendorAccepts(String task) {
        replicate.answers(post(PAID), 201, recorded("starting", task));
    }

    @Override
    protected void vendorStillWorksOn(String task) {
        tells(task, 200, recorded("starting", task).replace("\"starting\"", "\"processing\""));
    }

    @Override
    protected void vendorHasFinished(String task) {
        tells(task, 200, recorded("succeeded", task));
    }

    @Override
    protected void vendorGaveUp(String task) {
        tells(task, 200, recorded("failed", task));
    }

    @Override
    protected void vendorDoesNotList(String task) {
        tells(task, 404, "{\"detail\": \"The requested resource could not be found.\", \"status\": 404}");
    }

    private void tells(String task, int status, String body) {
        replicate.answers(get(urlPathEqualTo("/v1/predictions/" + task)), status, body);
    }

    private static String recorded(String name, String task) {
        return text("replicate/" + name + ".json").replace(RECORDED_ID, task);
    }

    @Override
    protected RawCallback vendorCalls(String task) {
        byte[] body = recorded("succeeded", task).getBytes(StandardCharsets.UTF_8);
        return new RawCallback(
                new WebhookSignature(Secret.of(SECRET)).headers("msg_1", CLOCK.instant(), body), body, CLOCK.instant());
    }

    @Override
    protected Set<FailureKind> refusals() {
        return REFUSALS.keySet();
    }

    @Override
    protected void vendorRefuses(FailureKind kind) {
        replicate.answersEverything(REFUSALS.get(kind), "{\"detail\": \"No. It said: a teapot " + PRIVATE + "\"}");
    }

    @Override
    protected void vendorHangsUpAfterReadingTheRequest() {
        replicate.hangsUp();
    }

    @Override
    protected void vendorAnswersGarbage(Garbage garbage) {
        replicate.answersGarbage(garbage);
    }

    @Override
    protected void vendorAnswersSlowly() {
        replicate.answersSlowly(text("replicate/starting.json"));
    }

    @Override
    protected void vendorIsDown() {
        replicate.goesDown();
    }

    @Override
    protected int paidRequestsSeen() {
        return replicate.paidRequests().size();
    }

    @Override
    protected Set<String> secretsToLookFor() {
        return Set.of(Fixtures.KEY, SECRET);
    }
}
