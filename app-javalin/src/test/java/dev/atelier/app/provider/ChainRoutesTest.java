package dev.atelier.app.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.account.TestApi;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChainRoutesTest {
    private static final String CHAIN = "/api/v1/admin/chains/TEXT_TO_IMAGE";
    private static final String SIMULATE = "/api/v1/admin/chains/simulate";
    private final TestApi api = new TestApi();
    private final Client admin = api.as(Role.ADMIN);

    @BeforeEach
    void rows() {
        row("alpha", 1, 7);
        row("beta", 2, 5);
        row("gamma", 3, 9);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private void row(String id, int priority, int credits) {
        String model = id + "/one";
        Answer made = admin.post("/api/v1/admin/providers", """
                {"id":"%s","category":"image_generation","adapter":"fake","displayName":"%s","model":"%s","priority":%d,
                 "apiKey":"sk-the-right-key-1234"}""".formatted(id, id, model, priority));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        admin.put("/api/v1/admin/models", """
                {"id":"%s","provider":"%s","category":"IMAGE_GENERATION","displayName":"One","lifecycle":"ACTIVE",
                 "capabilities":{"aspectRatios":["1:1"],"qualities":["%s"],"maxImages":4,"minInputImages":0,
                 "maxInputImages":0,"maxPromptLength":1000,"seed":true}}""".formatted(model, id, "words of " + id));
        Answer priced = admin.post(
                "/api/v1/admin/prices",
                "{\"model\":\"%s\",\"credits\":%d,\"costMicros\":1000}".formatted(model, credits));
        assertThat(priced.status()).as(priced.body()).isLessThan(300);
    }

    private static String rung(String id) {
        return "{\"provider\":\"" + id + "\",\"model\":\"" + id + "/one\"}";
    }

    private static String rungs(JsonNode chain) {
        StringBuilder ids = new StringBuilder();
        chain.path("rungs")
                .forEach(rung -> ids.append(rung.path("provider").asText()).append(' '));
        return ids.toString().strip();
    }

    @Test
    void aChainFollowsTheProvidersUntilOneIsWritten() {
        Answer derived = admin.get(CHAIN);
        assertThat(rungs(derived.json())).isEqualTo("alpha beta gamma");
        assertThat(derived.json().path("version").asLong()).isZero();

        String body = "{\"rungs\":[" + rung("gamma") + "," + rung("alpha") + "]}";
        assertThat(admin.put(CHAIN, body).status()).isEqualTo(428);
        Answer written = admin.with("If-Match", derived.header("ETag")).put(CHAIN, body);
        assertThat(written.status()).as(written.body()).isEqualTo(200);
        assertThat(rungs(written.json())).isEqualTo("gamma alpha");
        assertThat(admin.with("If-Match", derived.header("ETag"))
                        .put(CHAIN, body)
                        .status())
                .isEqualTo(412);
        assertThat(rungs(admin.get("/api/v1/admin/chains/text-to-image").json()))
                .isEqualTo("gamma alpha");
    }

    @Test
    void whatIsNoRungIsRefusedWithWhatWouldBe() {
        String tag = admin.get(CHAIN).header("ETag");
        Answer foreign =
                admin.with("If-Match", tag).put(CHAIN, "{\"rungs\":[{\"provider\":\"alpha\",\"model\":\"beta/one\"}]}");
        assertThat(foreign.status()).isEqualTo(422);
        assertThat(foreign.body()).contains("/rungs/0/model", "alpha/one");
        assertThat(admin.with("If-Match", tag)
                        .put(CHAIN, "{\"rungs\":[" + rung("beta") + "," + rung("beta") + "]}")
                        .status())
                .isEqualTo(422);
        assertThat(admin.with("If-Match", "\"0\"")
                        .put("/api/v1/admin/chains/TEXT", "{\"rungs\":[]}")
                        .status())
                .isEqualTo(422);
        assertThat(admin.get("/api/v1/admin/chains/POTTERY").status()).isEqualTo(404);
    }

    @Test
    void simulatingTellsWhoWouldAnswerAndWhyTheOthersWouldNot() {
        JsonNode plain = simulate("{\"category\":\"TEXT_TO_IMAGE\"}");
        assertThat(plain.path(0).path("provider").asText()).isEqualTo("alpha");
        assertThat(plain.path(0).path("answers").asBoolean()).isTrue();
        assertThat(plain.path(0).path("credits").asLong()).isEqualTo(7);
        assertThat(plain.path(1).path("reason").asText()).contains("after");
        assertThat(plain.path(2).path("reason").asText()).contains("costs 9 credits");

        admin.post("/api/v1/admin/providers/alpha/disable", null);
        JsonNode withoutAlpha = simulate("{\"category\":\"TEXT_TO_IMAGE\",\"model\":\"alpha/one\"}");
        assertThat(withoutAlpha.path(0).path("reason").asText()).contains("switched off");
        assertThat(withoutAlpha.path(1).path("provider").asText()).isEqualTo("beta");
        assertThat(withoutAlpha.path(1).path("answers").asBoolean()).isTrue();

        JsonNode wide = simulate("{\"category\":\"TEXT_TO_IMAGE\",\"aspectRatio\":\"16:9\"}");
        assertThat(wide)
                .allSatisfy(rung -> assertThat(rung.path("answers").asBoolean()).isFalse());
        assertThat(wide.path(0).path("reason").asText()).contains("no ratio 16:9");
        assertThat(admin.post(SIMULATE, "{\"category\":\"TEXT_TO_IMAGE\",\"model\":\"nobody\"}")
                        .status())
                .isEqualTo(422);
    }

    private JsonNode simulate(String body) {
        Answer answer = admin.post(SIMULATE, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("rungs");
    }
}
