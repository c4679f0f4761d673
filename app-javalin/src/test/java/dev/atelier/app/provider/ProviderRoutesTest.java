package dev.atelier.app.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.account.TestApi;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Role;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderRoutesTest {
    private static final String PROVIDERS = "/api/v1/admin/providers";
    private static final String KEY = "sk-the-right-key-1234";
    private final TestApi api = new TestApi();
    private final Client admin = api.as(Role.ADMIN);

    @AfterEach
    void stop() {
        api.close();
    }

    private Answer create(String id) {
        return admin.post(
                PROVIDERS,
                "{\"id\":\"" + id
                        + "\",\"category\":\"llm\",\"adapter\":\"fake\",\"displayName\":\"Fake\",\"baseUrl\":\"https://api.fake.example/v1\","
                        + "\"model\":\"fake/one\",\"apiKey\":\"" + KEY + "\"}");
    }

    private static String replace(String host, String more) {
        return "{\"displayName\":\"Other\",\"baseUrl\":\"https://" + host
                + "/v2\",\"model\":\"fake/two\",\"priority\":5,\"enabled\":true," + "\"options\":{\"a\":\"b\"}" + more
                + "}";
    }

    @Test
    void aKeyGoesInAndNeverComesOut() {
        Answer created = create("fake");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("apiKey").path("lastFour").asText()).isEqualTo("1234");
        for (Answer answer : new Answer[] {created, admin.get(PROVIDERS), admin.get(PROVIDERS + "/fake")}) {
            assertThat(answer.body()).doesNotContain(KEY, "the-right-key", "sealed");
        }
        ProviderConfig stored =
                api.store.providers().find(new ProviderId("fake")).orElseThrow();
        assertThat(api.secrets
                        .open(stored.apiKey(), stored.secretContext("apiKey"))
                        .reveal())
                .isEqualTo(KEY);
        assertThat(api.registry.active(Category.LLM)).isPresent();
        assertThat(create("fake").code()).isEqualTo("conflict");
    }

    @Test
    void aRowTellsHowItsCallsFareAndItsBreakersAreClosed() {
        create("fake");
        JsonNode health = admin.get(PROVIDERS + "/fake").json().path("health");
        assertThat(health).hasSize(1);
        assertThat(health.path(0).path("operation").asText()).isEqualTo("chat");
        assertThat(health.path(0).path("state").asText()).isEqualTo("closed");
        assertThat(health.path(0).path("maxInFlight").asInt()).isEqualTo(64);

        assertThat(admin.post(PROVIDERS + "/fake/close-breakers", "").status()).isEqualTo(200);
        assertThat(admin.get("/api/v1/admin/audit-log?action=provider.breakers_closed")
                        .json()
                        .path("data"))
                .hasSize(1);
        assertThat(admin.post(PROVIDERS + "/nobody/close-breakers", "").status())
                .isEqualTo(404);
    }

    @Test
    void adaptersSayWhereTheyComeFrom() {
        JsonNode adapters = admin.get("/api/v1/admin/provider-adapters").json();
        assertThat(adapters.path("data").isEmpty()).isFalse();
        assertThat(adapters.path("data"))
                .allSatisfy(one -> assertThat(one.path("source").asText()).isEqualTo("built-in"));
        assertThat(adapters.path("skipped").isArray()).isTrue();
    }

    @Test
    void anotherHostDoesNotGetTheKey() {
        String tag = create("fake").header("ETag");
        Answer sameHost = admin.with("If-Match", tag).put(PROVIDERS + "/fake", replace("api.fake.example", ""));
        assertThat(sameHost.json().path("apiKey").path("set").asBoolean()).isTrue();
        Answer moved =
                admin.with("If-Match", sameHost.header("ETag")).put(PROVIDERS + "/fake", replace("evil.example", ""));
        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.json().path("apiKey").path("set").asBoolean()).isFalse();
        assertThat(moved.json().path("usable").asBoolean()).isFalse();
        Answer again = admin.with("If-Match", moved.header("ETag"))
                .put(PROVIDERS + "/fake", replace("evil.example", ",\"apiKey\":\"" + KEY + "\""));
        assertThat(again.json().path("usable").asBoolean()).isTrue();
    }

    @Test
    void changesNeedTheVersionThatWasSeen() {
        String tag = create("fake").header("ETag");
        assertThat(admin.put(PROVIDERS + "/fake", replace("api.fake.example", ""))
                        .code())
                .isEqualTo("precondition_required");
        assertThat(admin.with("If-Match", tag)
                        .put(PROVIDERS + "/fake", replace("api.fake.example", ""))
                        .status())
                .isEqualTo(200);
        assertThat(admin.with("If-Match", tag)
                        .put(PROVIDERS + "/fake", replace("api.fake.example", ""))
                        .code())
                .isEqualTo("version_changed");
        assertThat(admin.with("If-Match", "*")
                        .put(PROVIDERS + "/fake", replace("api.fake.example", ""))
                        .code())
                .isEqualTo("version_changed");
    }

    @Test
    void aKeyIsTestedTypedOrStored() {
        create("fake");
        assertThat(admin.post(PROVIDERS + "/fake/test", null)
                        .json()
                        .path("reachable")
                        .asBoolean())
                .isTrue();
        assertThat(admin.post(PROVIDERS + "/fake/test", "{\"apiKey\":\"wrong\"}")
                        .json()
                        .path("reachable")
                        .asBoolean())
                .isFalse();
        // The stored key is not sent to a host that was only typed.
        Answer elsewhere = admin.post(PROVIDERS + "/fake/test", "{\"baseUrl\":\"https://evil.example\"}");
        assertThat(elsewhere.json().path("reachable").asBoolean()).isFalse();
        assertThat(elsewhere.json().path("detail").asText()).contains("type it again");
    }

    @Test
    void whatIsTypedIsTestedAndNotKept() {
        Answer right = admin.post(PROVIDERS + "/test", typed(",\"apiKey\":\"" + KEY + "\",\"options\":{\"a\":\"b\"}"));
        assertThat(right.status()).as(right.body()).isEqualTo(200);
        assertThat(right.json().path("reachable").asBoolean()).isTrue();
        assertThat(right.body()).doesNotContain(KEY);
        Answer wrong = admin.post(PROVIDERS + "/test", typed(",\"apiKey\":\"sk-other\""));
        assertThat(wrong.json().path("reachable").asBoolean()).isFalse();
        Answer keyless = admin.post(PROVIDERS + "/test", typed(",\"baseUrl\":\"https://evil.example\""));
        assertThat(keyless.json().path("detail").asText()).contains("type it again");
        assertThat(api.store.providers().all()).isEmpty();
        assertThat(api.as(Role.CREATOR).post(PROVIDERS + "/test", typed("")).status())
                .isEqualTo(403);
        assertThat(api.as(api.org("Second", "boss@second.example"))
                        .post(PROVIDERS + "/test", typed(""))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void whatIsTypedWronglyIsNotAsked() {
        assertThat(admin.post(PROVIDERS + "/test", typed(",\"baseUrl\":\"file:///etc/passwd\""))
                        .status())
                .isEqualTo(400);
        assertThat(admin.post(PROVIDERS + "/test", typed(",\"id\":\"x\"")).status())
                .isEqualTo(400);
        Answer adapter = admin.post(PROVIDERS + "/test", typed("").replace("fake\",", "none\","));
        assertThat(adapter.status()).isEqualTo(422);
        assertThat(adapter.json().path("errors").get(0).path("pointer").asText())
                .isEqualTo("/adapter");
        assertThat(admin.post(PROVIDERS + "/test", typed("").replace("llm", "vision"))
                        .status())
                .isEqualTo(422);
    }

    private static String typed(String more) {
        return "{\"category\":\"llm\",\"adapter\":\"fake\",\"model\":\"fake/one\"" + more + "}";
    }

    @Test
    void howProvidersDidIsToldForTheLastDay() {
        create("unused");
        api.clock.advance(Duration.between(api.clock.instant(), Samples.NOW.plus(Duration.ofHours(23))));
        var tenant =
                new Samples.Tenant(api.store.accounts().findOrg(api.owner.org()).orElseThrow(), api.owner.user());
        api.store.generations().insert(Samples.full(api.store, tenant));

        Client operator = api.as(Role.ADMIN);
        JsonNode health = operator.get(PROVIDERS + "/health").json().path("data");
        assertThat(health.findValuesAsText("id"))
                .containsExactlyInAnyOrder("unused", "claude", "gemini", "kieai", "openai-vision");
        assertThat(health.get(0).toString())
                .isEqualTo("{\"id\":\"unused\",\"calls\":0,\"failures\":0,\"p50Ms\":null,\"p95Ms\":null,"
                        + "\"lastError\":null,\"lastErrorAt\":null}");
        JsonNode claude = health.get(1);
        assertThat(claude.path("failures").asLong()).isEqualTo(1);
        assertThat(claude.path("lastError").asText()).isEqualTo("HTTP 529");
        assertThat(health.get(2).path("p95Ms").asLong()).isEqualTo(2_100);

        api.clock.advance(Duration.ofHours(2));
        assertThat(api.as(Role.ADMIN).get(PROVIDERS + "/health").json().path("data"))
                .hasSize(1);
        assertThat(api.as(api.org("Second", "boss@second.example"))
                        .get(PROVIDERS + "/health")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void providersAreSwitchedAndDeleted() {
        create("fake");
        assertThat(admin.post(PROVIDERS + "/fake/disable", null)
                        .json()
                        .path("usable")
                        .asBoolean())
                .isFalse();
        assertThat(api.registry.active(Category.LLM)).isEmpty();
        assertThat(admin.post(PROVIDERS + "/fake/enable", null)
                        .json()
                        .path("usable")
                        .asBoolean())
                .isTrue();
        assertThat(admin.delete(PROVIDERS + "/fake").status()).isEqualTo(204);
        assertThat(admin.get(PROVIDERS + "/fake").status()).isEqualTo(404);
        assertThat(admin.delete(PROVIDERS + "/fake").status()).isEqualTo(404);
    }

    @Test
    void theOrderOfAChainIsChangedAsAWhole() {
        create("one");
        create("two");
        Answer chain = admin.get("/api/v1/admin/provider-chains/llm");
        assertThat(chain.json().path("order").toString()).isEqualTo("[\"one\",\"two\"]");
        Client seen = admin.with("If-Match", chain.header("ETag"));
        assertThat(seen.put("/api/v1/admin/provider-chains/llm", "{\"order\":[\"two\"]}")
                        .status())
                .isEqualTo(422);
        assertThat(seen.put("/api/v1/admin/provider-chains/llm", "{\"order\":[\"two\",\"two\"]}")
                        .status())
                .isEqualTo(422);
        assertThat(seen.put("/api/v1/admin/provider-chains/llm", "{\"order\":[\"two\",\"one\"]}")
                        .json()
                        .path("order")
                        .toString())
                .isEqualTo("[\"two\",\"one\"]");
        assertThat(api.registry.chain(Category.LLM).get(0).id().slug()).isEqualTo("two");
        assertThat(seen.put("/api/v1/admin/provider-chains/llm", "{\"order\":[\"one\",\"two\"]}")
                        .code())
                .isEqualTo("version_changed");
        assertThat(admin.put("/api/v1/admin/provider-chains/llm", "{\"order\":[\"one\",\"two\"]}")
                        .code())
                .isEqualTo("precondition_required");
        assertThat(admin.get("/api/v1/admin/provider-chains/smell").status()).isEqualTo(404);
    }

    @Test
    void badRowsAreRefused() {
        for (String change : new String[] {
            "\"id\":\"Bad Id\"", "\"adapter\":\"none\"", "\"category\":\"vision\"",
                    "\"baseUrl\":\"file:///etc/passwd\"",
            "\"baseUrl\":\"https://user:pass@host.example\"", "\"baseUrl\":\"nonsense\"", "\"model\":\"\"",
                    "\"priority\":-1",
            "\"apiKey\":\" \"", "\"options\":{\"a\":1}", "\"version\":3"
        }) {
            String name = change.substring(1, change.indexOf('"', 1));
            String body =
                    "{\"id\":\"fake\",\"category\":\"llm\",\"adapter\":\"fake\",\"displayName\":\"F\",\"model\":\"m\"}";
            String bad = body.contains("\"" + name + "\"")
                    ? body.replaceFirst("\"" + name + "\":\"[^\"]*\"", change)
                    : body.replace("}", "," + change + "}");
            assertThat(admin.post(PROVIDERS, bad).status()).as(bad).isIn(400, 422);
        }
        assertThat(api.store.providers().all()).isEmpty();
    }

    @Test
    void tenantsDoNotSeeTheOperatorsProviders() {
        create("fake");
        Client boss = api.as(api.org("Second", "boss@second.example"));
        assertThat(boss.get(PROVIDERS).status()).isEqualTo(403);
        assertThat(boss.delete(PROVIDERS + "/fake").status()).isEqualTo(403);
        assertThat(boss.post(PROVIDERS + "/fake/test", null).status()).isEqualTo(403);
    }
}
