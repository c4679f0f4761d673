package dev.atelier.providers.fal;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.atelier.providers.Fixtures.CLOCK;
import static dev.atelier.providers.Fixtures.text;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.TaskProvider;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.StubVendor;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** fal's queue on a local server, for the contracts of pictures and of films. */
record FalScript(StubVendor fal, String model, String result) {
    static final String RECORDED_ID = "764cabcf-b745-4b3e-ae38-1200304cf45b";

    private static final Map<FailureKind, Integer> STATUS = Map.of(
            FailureKind.INVALID_ORDER, 422,
            FailureKind.CONTENT_REFUSED, 422,
            FailureKind.CREDENTIALS, 401,
            FailureKind.VENDOR_BALANCE, 403,
            FailureKind.RATE_LIMITED, 429);

    static FalScript of(String model, String result) {
        return new FalScript(new StubVendor("/" + model + "(\\?.*)?"), model, result);
    }

    void accepts(String task) {
        fal.answers(
                post(urlPathEqualTo("/" + model)),
                200,
                recorded("queued", task).replace("fal-ai/flux/", FalTask.app(model) + "/"));
    }

    void tells(String name, String task) {
        fal.answers(get(urlPathEqualTo(route(task) + "/status")), 200, recorded(name, task));
    }

    void gives(int status, String name, String task) {
        fal.answers(get(urlPathEqualTo(route(task))), status, text("fal/" + name + ".json"));
    }

    void doesNotList(String task) {
        fal.answers(get(urlPathEqualTo(route(task) + "/status")), 404, "{\"detail\": \"Not Found\"}");
    }

    /** A callback that fal signed; the provider has fetched the keys before, with a poll as it does when it misses them. */
    RawCallback calls(TaskProvider provider, String task) {
        byte[] body = recorded("webhook", task).getBytes(StandardCharsets.UTF_8);
        RawCallback callback = FalSigner.sign(task, body, CLOCK.instant());
        fal.answers(get(urlPathEqualTo("/.well-known/jwks.json")), 200, text("fal/jwks.json"));
        provider.readCallback(callback);
        provider.poll(new VendorTaskId(FalTask.app(model) + "/requests/" + task + "#" + model));
        return callback;
    }

    static Set<FailureKind> refusals() {
        return STATUS.keySet();
    }

    void refuses(FailureKind kind, String secretWords) {
        String body = switch (kind) {
            case CONTENT_REFUSED -> text("fal/content-policy.json");
            case VENDOR_BALANCE -> "{\"detail\": \"User is locked. Reason: Exhausted balance. Top up your balance.\"}";
            default -> "{\"detail\": \"No. You said: " + secretWords + " by " + Fixtures.KEY + "\"}";
        };
        fal.answersEverything(STATUS.get(kind), body);
    }

    private String route(String task) {
        return "/" + FalTask.app(model) + "/requests/" + task;
    }

    private static String recorded(String name, String task) {
        return text("fal/" + name + ".json").replace(RECORDED_ID, task);
    }
}
