package dev.atelier.app.audit;

import dev.atelier.app.account.TestApi;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Role;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** For each route that changes something in the name of an admin: a request that does it, and what the log then says. */
final class AuditTrials {
    static final String KEY = "vendor-key-of-a-test-1234";
    static final String OTHER_KEY = "vendor-key-of-a-test-5678";
    /** The part of a receiver's address that lets one write to it. */
    static final String RECEIVER = "T012/B345/letmein-6789";

    static final String NEW_PASSWORD = "another horse another staple";
    private static final String MEMBERS = "/api/v1/admin/members";
    private static final String PROVIDERS = "/api/v1/admin/providers";
    private static final String MODEL = """
            {"id":"fake/one","provider":"%s","category":"IMAGE_GENERATION","displayName":"One %d","lifecycle":"ACTIVE",
             "capabilities":{"aspectRatios":["1:1"],"qualities":[],"maxImages":4,"minInputImages":0,"maxInputImages":0,
             "maxPromptLength":1000,"seed":true}}""";

    private final TestApi api;
    private final Client admin;
    private final AtomicInteger last = new AtomicInteger();
    private final Map<String, Trial> trials = new LinkedHashMap<>();

    /** Sends the request that changes something. */
    interface Request {
        Answer send();
    }

    /** Makes what is needed, and hands out the request. */
    interface Preparation {
        Request prepare();
    }

    /** @param action the newest entry's afterwards */
    record Trial(String action, Preparation preparation) {}

    AuditTrials(TestApi api) {
        this.api = api;
        this.admin = api.as(Role.OWNER);
        members();
        providers();
        catalogue();
        tokens();
        webhooks();
        of(
                "POST /api/v1/admin/credits",
                "credits.granted",
                () -> () ->
                        admin.post("/api/v1/admin/credits", "{\"kind\":\"grant\",\"amount\":5,\"reason\":\"thanks\"}"));
    }

    Map<String, Trial> all() {
        return trials;
    }

    private void of(String route, String action, Preparation preparation) {
        trials.put(route, new Trial(action, preparation));
    }

    private void members() {
        of("POST " + MEMBERS, "member.invited", () -> () -> invite(MEMBERS));
        of("POST " + MEMBERS + "/invites", "member.invited", () -> () -> invite(MEMBERS + "/invites"));
        of("DELETE " + MEMBERS + "/invites/{id}", "invite.withdrawn", () -> {
            String id = invite(MEMBERS).json().path("id").asText();
            return () -> admin.delete(MEMBERS + "/invites/" + id);
        });
        of("PATCH " + MEMBERS + "/{id}", "member.role_changed", () -> {
            String path = MEMBERS + "/" + viewer().user().id();
            String tag = admin.get(path).header("ETag");
            return () -> admin.with("If-Match", tag).patch(path, "{\"role\":\"EVALUATOR\"}");
        });
        of("DELETE " + MEMBERS + "/{id}", "member.removed", () -> {
            Member viewer = viewer();
            return () -> admin.delete(MEMBERS + "/" + viewer.user().id());
        });
        of("POST /api/v1/setup", "org.set_up", () -> {
            Member owner = api.member(api.owner.org(), Role.OWNER);
            api.store.accounts().markPasswordGenerated(owner.user().id());
            return () -> api.as(owner)
                    .post(
                            "/api/v1/setup",
                            "{\"displayName\":\"Ada\",\"email\":\"ada@first.example\",\"password\":\"" + NEW_PASSWORD
                                    + "\",\"orgName\":\"Studio Ada\"}");
        });
        of("PATCH /api/v1/me/password", "password.changed", () -> {
            Client viewer = api.as(viewer());
            return () -> viewer.patch(
                    "/api/v1/me/password",
                    "{\"currentPassword\":\"" + TestApi.PASSWORD + "\",\"newPassword\":\"" + NEW_PASSWORD + "\"}");
        });
    }

    private void tokens() {
        String path = "/api/v1/access-tokens";
        of("POST " + path, "access_token.created", () -> () -> createToken());
        of("POST " + path + "/{id}/rotate", "access_token.rotated", () -> {
            String id = createToken().json().at("/accessToken/id").asText();
            return () -> admin.post(path + "/" + id + "/rotate", "{\"overlapSeconds\":60}");
        });
        of("DELETE " + path + "/{id}", "access_token.revoked", () -> {
            String id = createToken().json().at("/accessToken/id").asText();
            return () -> admin.delete(path + "/" + id);
        });
        String keys = "/api/v1/api-keys";
        of("POST " + keys, "api_key.created", () -> () -> createKey());
        of("PATCH " + keys + "/{id}", "api_key.replaced", () -> {
            Answer made = createKey();
            return () -> admin.with("If-Match", made.header("ETag"))
                    .patch(keys + "/" + made.json().path("id").asText(), "{\"key\":\"" + OTHER_KEY + "\"}");
        });
        of("DELETE " + keys + "/{id}", "api_key.deleted", () -> {
            String id = createKey().json().path("id").asText();
            return () -> admin.delete(keys + "/" + id);
        });
        of("DELETE /api/v1/sessions/{id}", "session.revoked", () -> {
            Client viewer = api.as(viewer());
            String id = viewer.get("/api/v1/sessions").json().at("/data/0/id").asText();
            return () -> viewer.delete("/api/v1/sessions/" + id);
        });
        of("DELETE /api/v1/sessions", "session.revoked", () -> {
            Member viewer = viewer();
            api.as(viewer);
            return () -> api.as(viewer).delete("/api/v1/sessions");
        });
        of("DELETE " + MEMBERS + "/{id}/sessions", "session.revoked", () -> {
            Member viewer = viewer();
            api.as(viewer);
            return () -> admin.delete(MEMBERS + "/" + viewer.user().id() + "/sessions");
        });
    }

    private void webhooks() {
        String path = "/api/v1/webhook-endpoints";
        of("POST " + path, "webhook_endpoint.created", () -> () -> createWebhook());
        of("PATCH " + path + "/{id}", "webhook_endpoint.changed", () -> {
            String one = path + "/" + createWebhook().json().at("/endpoint/id").asText();
            String tag = admin.get(one).header("ETag");
            return () -> admin.with("If-Match", tag).patch(one, "{\"description\":\"other\"}");
        });
        of("DELETE " + path + "/{id}", "webhook_endpoint.deleted", () -> {
            String one = path + "/" + createWebhook().json().at("/endpoint/id").asText();
            return () -> admin.delete(one);
        });
        of("POST " + path + "/{id}/secrets", "webhook_secret.added", () -> {
            String one = path + "/" + createWebhook().json().at("/endpoint/id").asText();
            return () -> admin.post(one + "/secrets", "{\"overlapSeconds\":60}");
        });
    }

    private Answer createKey() {
        return admin.post(
                "/api/v1/api-keys",
                "{\"provider\":\"fake\",\"name\":\"k" + last.incrementAndGet() + "\",\"key\":\"" + KEY + "\"}");
    }

    private Answer createToken() {
        return admin.post("/api/v1/access-tokens", "{\"name\":\"ci\",\"scopes\":[\"images:read\"]}");
    }

    private Answer createWebhook() {
        return admin.post("/api/v1/webhook-endpoints", "{\"url\":\"https://127.0.0.1/hooks/" + RECEIVER + "\"}");
    }

    private void providers() {
        of("POST " + PROVIDERS, "provider.created", () -> () -> createProvider("p" + last.incrementAndGet()));
        of("PUT " + PROVIDERS + "/{id}", "provider_key.replaced", () -> {
            String path = PROVIDERS + "/" + provider();
            String tag = admin.get(path).header("ETag");
            return () -> admin.with("If-Match", tag)
                    .put(
                            path,
                            "{\"displayName\":\"Other\",\"model\":\"fake/two\",\"priority\":5,\"enabled\":true,\"options\":{},"
                                    + "\"apiKey\":\"" + OTHER_KEY + "\",\"baseUrl\":\"https://api.fake.example/v1\"}");
        });
        of("DELETE " + PROVIDERS + "/{id}", "provider.deleted", () -> {
            String path = PROVIDERS + "/" + provider();
            return () -> admin.delete(path);
        });
        of("POST " + PROVIDERS + "/{id}/disable", "provider.disabled", () -> {
            String path = PROVIDERS + "/" + provider();
            return () -> admin.post(path + "/disable", null);
        });
        of("POST " + PROVIDERS + "/{id}/close-breakers", "provider.breakers_closed", () -> {
            String path = PROVIDERS + "/" + provider();
            return () -> admin.post(path + "/close-breakers", null);
        });
        of("POST " + PROVIDERS + "/{id}/enable", "provider.enabled", () -> {
            String path = PROVIDERS + "/" + provider();
            admin.post(path + "/disable", null);
            return () -> admin.post(path + "/enable", null);
        });
        of("PUT /api/v1/admin/provider-chains/{category}", "provider_chain.reordered", () -> {
            String path = "/api/v1/admin/provider-chains/llm";
            provider();
            provider();
            Answer now = admin.get(path);
            StringBuilder order = new StringBuilder();
            now.json()
                    .path("order")
                    .forEach(id -> order.insert(0, (order.isEmpty() ? "" : ",")).insert(0, id));
            return () -> admin.with("If-Match", now.header("ETag")).put(path, "{\"order\":[" + order + "]}");
        });
    }

    private void catalogue() {
        of("PUT /api/v1/admin/models", "model.changed", () -> {
            String provider = provider();
            admin.put("/api/v1/admin/models", MODEL.formatted(provider, 1));
            return () -> admin.put("/api/v1/admin/models", MODEL.formatted(provider, 2));
        });
        of("POST /api/v1/admin/prices", "price.set", () -> {
            admin.put("/api/v1/admin/models", MODEL.formatted(provider(), 3));
            return () ->
                    admin.post("/api/v1/admin/prices", "{\"model\":\"fake/one\",\"credits\":7,\"costMicros\":32000}");
        });
    }

    private Answer invite(String path) {
        return admin.post(
                path, "{\"email\":\"guest" + last.incrementAndGet() + "@first.example\",\"role\":\"VIEWER\"}");
    }

    private Member viewer() {
        return api.member(api.owner.org(), Role.VIEWER);
    }

    private String provider() {
        String id = "p" + last.incrementAndGet();
        createProvider(id);
        return id;
    }

    private Answer createProvider(String id) {
        return admin.post(
                PROVIDERS,
                "{\"id\":\"" + id + "\",\"category\":\"llm\",\"adapter\":\"fake\",\"displayName\":\"Fake\","
                        + "\"baseUrl\":\"https://api.fake.example/v1\",\"model\":\"fake/one\",\"apiKey\":\"" + KEY
                        + "\"}");
    }
}
