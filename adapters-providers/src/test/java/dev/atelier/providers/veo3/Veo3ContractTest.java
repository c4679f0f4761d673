package dev.atelier.providers.veo3;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static dev.atelier.providers.Fixtures.CLOCK;
import static dev.atelier.providers.Fixtures.text;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.providers.gemini.GeminiRefusals;
import dev.atelier.providers.gemini.GoogleVideoContract;

class Veo3ContractTest extends GoogleVideoContract {
    private static final String MODEL = "veo-3.1-generate-preview";
    private static final String START = "/v1beta/models/" + MODEL + ":predictLongRunning";

    Veo3ContractTest() {
        super(http -> new Veo3ProviderFactory(http, CLOCK), START, MODEL);
    }

    @Override
    protected void vendorAccepts(String task) {
        google.answers(post(START), 200, text("gemini/veo-started.json").replace("op0001", task));
    }

    @Override
    protected void vendorStillWorksOn(String task) {
        operation(task, 200, text("gemini/veo-started.json"));
    }

    @Override
    protected void vendorHasFinished(String task) {
        operation(task, 200, text("gemini/veo-done.json"));
    }

    @Override
    protected void vendorGaveUp(String task) {
        operation(task, 200, text("gemini/veo-failed.json").replace("unspoken things", PRIVATE));
    }

    @Override
    protected void vendorDoesNotList(String task) {
        operation(task, 404, GeminiRefusals.body(FailureKind.INVALID_ORDER));
    }

    @Override
    protected RawCallback vendorCalls(String task) {
        return called("video.generated", "models/" + MODEL + "/operations/" + task);
    }

    /** A prompt that is refused comes as an invalid one. */
    @Override
    protected void vendorRefuses(FailureKind kind) {
        if (kind == FailureKind.CONTENT_REFUSED) {
            google.answersEverything(
                    400,
                    GeminiRefusals.error(
                            400,
                            "The prompt could not be submitted. It violates Google's Responsible AI practices.",
                            "INVALID_ARGUMENT"));
        } else {
            super.vendorRefuses(kind);
        }
    }

    private void operation(String task, int status, String body) {
        google.answers(get("/v1beta/models/" + MODEL + "/operations/" + task), status, body.replace("op0001", task));
    }
}
