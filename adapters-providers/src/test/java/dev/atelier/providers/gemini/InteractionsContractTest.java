package dev.atelier.providers.gemini;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static dev.atelier.providers.Fixtures.CLOCK;
import static dev.atelier.providers.Fixtures.text;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.FailureKind;

class InteractionsContractTest extends GoogleVideoContract {
    private static final String START = "/v1beta/interactions";

    InteractionsContractTest() {
        super(http -> new GeminiProviderFactory(http, CLOCK), START, "gemini-omni-1.1-flash");
    }

    @Override
    protected void vendorAccepts(String task) {
        google.answers(post(START), 200, text("gemini/interaction-running.json").replace("v1_int_0001", task));
    }

    @Override
    protected void vendorStillWorksOn(String task) {
        interaction(task, 200, text("gemini/interaction-running.json"));
    }

    @Override
    protected void vendorHasFinished(String task) {
        interaction(task, 200, text("gemini/interaction-video.json"));
    }

    @Override
    protected void vendorGaveUp(String task) {
        interaction(
                task,
                200,
                "{\"id\": \"v1_int_0001\", \"status\": \"failed\", \"error\": {\"code\": \"internal\", \"message\": \"%s\"}}"
                        .formatted(PRIVATE));
    }

    /** An unknown id is a bad request here. */
    @Override
    protected void vendorDoesNotList(String task) {
        interaction(
                task, 400, "{\"error\": {\"code\": \"invalid_request\", \"message\": \"Invalid interaction name\"}}");
    }

    @Override
    protected RawCallback vendorCalls(String task) {
        return called("interaction.completed", task);
    }

    @Override
    protected void vendorRefuses(FailureKind kind) {
        if (kind == FailureKind.CONTENT_REFUSED) {
            google.answersEverything(
                    200,
                    text("gemini/interaction-video.json")
                            .replace("\"type\": \"video\"", "\"type\": \"text\", \"text\": \"I cannot.\""));
        } else {
            super.vendorRefuses(kind);
        }
    }

    private void interaction(String task, int status, String body) {
        google.answers(get(START + "/" + task), status, body.replace("v1_int_0001", task));
    }
}
