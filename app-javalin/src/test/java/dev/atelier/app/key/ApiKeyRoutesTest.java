package dev.atelier.app.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.account.TestApi;
import dev.atelier.app.http.Pace;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Role;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.key.ProviderKey;
import dev.atelier.core.key.ProviderKeyId;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeyRoutesTest {
    private static final String PATH = "/api/v1/api-keys";
    private static final String RIGHT = "sk-the-right-key-1234";
    private static final String OTHER = "sk-another-key-56789";
    private static TestApi api;

    private Member person;
    private Client me;

    @BeforeAll
    static void start() {
        api = new TestApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void join() {
        person = api.member(api.owner.org(), Role.CREATOR);
        me = api.as(person);
    }

    private static Answer create(Client by, String name, String key, String more) {
        return by.post(PATH, "{\"provider\":\"fake\",\"name\":\"" + name + "\",\"key\":\"" + key + "\"" + more + "}");
    }

    private JsonNode made() {
        Answer made = create(me, "Work", RIGHT, "");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json();
    }

    private static String one(JsonNode key) {
        return PATH + "/" + key.path("id").asText();
    }

    @Test
    void aKeyIsKeptSealedAndNeverShown() {
        Answer made = create(
                me, "Work", " " + RIGHT + "\\n", ",\"spendCapMicros\":5000000,\"expiresAt\":\"2027-01-01T00:00:00Z\"");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        JsonNode key = made.json();
        assertThat(key.path("scope").asText()).isEqualTo("user");
        assertThat(key.path("provider").asText()).isEqualTo("fake");
        assertThat(key.path("alias").isNull()).isTrue();
        assertThat(key.path("hint").asText()).isEqualTo("1234");
        assertThat(key.path("spendCapMicros").asLong()).isEqualTo(5_000_000);
        assertThat(key.path("createdBy").asText()).isEqualTo(person.user().id().toString());
        assertThat(made.header("Location")).isEqualTo(one(key));
        assertThat(made.header("ETag")).isEqualTo("\"1\"");

        Answer all = me.get(PATH);
        assertThat(all.json().path("data").path(0)).isEqualTo(key);
        assertThat(all.json().path("providers")).hasSize(1);
        assertThat(me.get(one(key)).json()).isEqualTo(key);
        assertThat(made.body() + all.body()).doesNotContain(RIGHT);

        ProviderKey kept = api.store
                .providerKeys()
                .find(person.org(), ProviderKeyId.of(key.path("id").asText()))
                .orElseThrow();
        assertThat(kept.secret().sealed()).doesNotContain(RIGHT);
        assertThat(api.secrets.open(kept.secret(), kept.secretContext()).reveal())
                .isEqualTo(RIGHT);
    }

    @Test
    void whatIsLeftOutStaysAndWhatIsNullGoes() {
        JsonNode key = create(me, "Work", RIGHT, ",\"spendCapMicros\":7").json();
        assertThat(me.patch(one(key), "{\"name\":\"Play\"}").status()).isEqualTo(428);
        JsonNode renamed = me.with("If-Match", "\"1\"")
                .patch(one(key), "{\"name\":\"Play\",\"active\":false}")
                .json();
        assertThat(renamed.path("name").asText()).isEqualTo("Play");
        assertThat(renamed.path("active").asBoolean()).isFalse();
        assertThat(renamed.path("spendCapMicros").asLong()).isEqualTo(7);
        assertThat(renamed.path("hint").asText()).isEqualTo("1234");
        assertThat(me.with("If-Match", "\"1\"")
                        .patch(one(key), "{\"active\":true}")
                        .status())
                .isEqualTo(412);
        JsonNode replaced = me.with("If-Match", "\"2\"")
                .patch(one(key), "{\"key\":\"" + OTHER + "\",\"spendCapMicros\":null}")
                .json();
        assertThat(replaced.path("hint").asText()).isEqualTo("6789");
        assertThat(replaced.path("spendCapMicros").isNull()).isTrue();
        assertThat(replaced.path("version").asLong()).isEqualTo(3);
        assertThat(me.delete(one(key)).status()).isEqualTo(204);
        assertThat(me.get(one(key)).status()).isEqualTo(404);
        assertThat(me.delete(one(key)).status()).isEqualTo(404);
    }

    @Test
    void aModelOfAProviderWithoutAKeyIsThereForWhoBringsOne() {
        ProviderId provider = Samples.providerId();
        api.store
                .providers()
                .insert(new ProviderConfig(
                        provider,
                        Category.IMAGE_GENERATION,
                        "fake",
                        "Fake",
                        null,
                        new ModelId("fake/one"),
                        100,
                        true,
                        Map.of(),
                        null,
                        null,
                        1));
        ModelSpec model = Samples.model(provider);
        api.store.catalogue().putModel(model);
        String path = "/api/v1/models/" + model.id();
        assertThat(me.get(path).json().path("available").asBoolean()).isFalse();
        made();
        assertThat(me.get(path).json().path("available").asBoolean()).isTrue();
        assertThat(api.as(Role.CREATOR).get(path).json().path("available").asBoolean())
                .isFalse();
        assertThat(me.get("/v1/models").body()).contains(model.id().value());
    }

    @Test
    void aNameIsTakenOnce() {
        made();
        assertThat(create(me, "Work", OTHER, "").status()).isEqualTo(409);
        JsonNode play = create(me, "Play", OTHER, "").json();
        assertThat(me.with("If-Match", "\"1\"")
                        .patch(one(play), "{\"name\":\"Work\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void everybodyHasHisOwnAndAdminsHaveTheOrgs() {
        JsonNode mine = made();
        assertThat(create(me, "Ours", RIGHT, ",\"scope\":\"org\"").status()).isEqualTo(403);
        Client admin = api.as(Role.ADMIN);
        Answer org = create(admin, "Ours " + UUID.randomUUID(), RIGHT, ",\"scope\":\"org\"");
        assertThat(org.status()).as(org.body()).isEqualTo(201);
        assertThat(admin.get(PATH).body()).doesNotContain(mine.path("id").asText());
        assertThat(admin.get(one(mine)).status()).isEqualTo(404);
        assertThat(admin.delete(one(mine)).status()).isEqualTo(404);
        assertThat(test(admin, mine).status()).isEqualTo(404);

        assertThat(me.get(PATH).body()).contains(org.json().path("id").asText());
        assertThat(me.with("If-Match", "\"1\"")
                        .patch(one(org.json()), "{\"active\":false}")
                        .status())
                .isEqualTo(403);
        assertThat(me.delete(one(org.json())).status()).isEqualTo(403);
        assertThat(admin.delete(one(org.json())).status()).isEqualTo(204);
    }

    @Test
    void aTestAsksTheVendorAndKeepsNothing() {
        int before = me.get(PATH).json().path("data").size();
        JsonNode good = typed(RIGHT);
        assertThat(good.path("ok").asBoolean()).isTrue();
        JsonNode bad = typed(OTHER);
        assertThat(bad.path("ok").asBoolean()).isFalse();
        assertThat(bad.path("message").asText()).isEqualTo("The key is refused.");
        assertThat(me.get(PATH).json().path("data")).hasSize(before);

        JsonNode kept = made();
        assertThat(test(me, kept).json().path("ok").asBoolean()).isTrue();
        assertThat(me.get(one(kept)).json()).as("nothing is written").isEqualTo(kept);
        assertThat(api.server.server().access().routes())
                .filteredOn(route -> route.path().equals(PATH + "/test"))
                .singleElement()
                .satisfies(route -> assertThat(route.pace()).isEqualTo(Pace.KEY_TESTS));
    }

    @Test
    void aKeyThatDoesNotOpenSaysSo() {
        JsonNode kept = made();
        ProviderKey key = api.store
                .providerKeys()
                .find(person.org(), ProviderKeyId.of(kept.path("id").asText()))
                .orElseThrow();
        api.store
                .providerKeys()
                .reseal(key, api.secrets.seal(dev.atelier.core.secret.Secret.of(RIGHT), "another place"));
        JsonNode outcome = test(me, kept).json();
        assertThat(outcome.path("ok").asBoolean()).isFalse();
        assertThat(outcome.path("message").asText()).contains("cannot be opened");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"provider\":\"nobody\",\"name\":\"a\",\"key\":\"sk-1\"}', 422, /provider",
        "'{\"provider\":\"fake\",\"name\":\" \",\"key\":\"sk-1\"}', 400, /name",
        "'{\"provider\":\"fake\",\"name\":\"a\",\"key\":\"  \"}', 400, /key",
        "'{\"provider\":\"fake\",\"name\":\"a\",\"key\":\"sk-1\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}', 422, /expiresAt",
        "'{\"provider\":\"fake\",\"name\":\"a\",\"key\":\"sk-1\",\"spendCapMicros\":-1}', 400, /spendCapMicros",
        "'{\"provider\":\"fake\",\"name\":\"a\",\"key\":\"sk-1\",\"ownerId\":\"x\"}', 400, /ownerId"
    })
    void whatIsWrongIsNamed(String body, int status, String pointer) {
        Answer refused = me.post(PATH, body);
        assertThat(refused.status()).as(refused.body()).isEqualTo(status);
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void whoLeavesTakesHisKeysAlong() {
        JsonNode kept = made();
        Client admin = api.as(Role.ADMIN);
        assertThat(admin.delete("/api/v1/admin/members/" + person.user().id()).status())
                .isEqualTo(204);
        assertThat(api.store
                        .providerKeys()
                        .find(person.org(), ProviderKeyId.of(kept.path("id").asText())))
                .isEmpty();
    }

    @Test
    void noAccessTokenGetsHere() {
        String token = me.post(
                        "/api/v1/access-tokens",
                        "{\"name\":\"ci\",\"scopes\":[\"generations:write\",\"images:write\"]}")
                .json()
                .path("token")
                .asText();
        api.clock.advance(Duration.ofMillis(1));
        assertThat(api.server.bearer(token).get(PATH).status()).isEqualTo(403);
    }

    private JsonNode typed(String key) {
        return me.post(PATH + "/test", "{\"provider\":\"fake\",\"key\":\"" + key + "\"}")
                .json();
    }

    private static Answer test(Client by, JsonNode key) {
        return by.post(PATH + "/test", "{\"id\":\"" + key.path("id").asText() + "\"}");
    }
}
