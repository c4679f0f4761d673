package dev.atelier.app.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.account.TestApi;
import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Proof;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Role;
import dev.atelier.core.token.AccessTokenId;
import dev.atelier.core.token.Scope;
import dev.atelier.core.token.TokenText;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTokenRoutesTest {
    private static final String PATH = "/api/v1/access-tokens";
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

    private JsonNode make(Client by, String more) {
        Answer made = by.post(PATH, "{\"name\":\"CI\"" + more + "}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json();
    }

    private JsonNode make() {
        return make(me, ",\"scopes\":[\"generations:write\",\"credits:read\"]");
    }

    private static Client with(JsonNode made) {
        return api.server.bearer(made.path("token").asText());
    }

    private static String id(JsonNode made) {
        return made.path("accessToken").path("id").asText();
    }

    @Test
    void aTokenIsShownOnceAndWorks() {
        JsonNode made = make();
        String text = made.path("token").asText();
        assertThat(TokenText.wellFormed(text)).isTrue();
        JsonNode token = made.path("accessToken");
        assertThat(token.path("hint").asText()).isEqualTo(text.substring(49));
        assertThat(token.path("userName").asText()).isEqualTo(person.user().displayName());
        assertThat(token.path("scopes"))
                .extracting(JsonNode::asText)
                .containsExactly("credits:read", "generations:write");
        assertThat(token.path("spendPeriod").asText()).isEqualTo("month");
        assertThat(token.path("expiresAt").isNull()).isTrue();

        assertThat(with(made).get("/api/v1/credits").status()).isEqualTo(200);
        assertThat(with(made).get("/api/v1/generations").status()).isEqualTo(200);
        Answer list = me.get(PATH);
        assertThat(list.json().path("data")).hasSize(1);
        assertThat(list.body()).contains(id(made)).doesNotContain(text).doesNotContain("hash");
        assertThat(api.store
                        .accessTokens()
                        .ofUser(person.org(), person.user().id())
                        .toString())
                .doesNotContain(text)
                .doesNotContain("hash");
    }

    @Test
    void anotherScopeIsNamedInTheRefusal() {
        Answer refused = with(make()).get("/api/v1/images");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("insufficient_scope");
        assertThat(refused.json().path("detail").asText()).contains("images:read");
    }

    @Test
    void noTokenReachesTheAccountWhateverItsScopesAndRole() {
        Client program = with(make(api.as(api.owner), ",\"scopes\":" + scopes()));
        List<Access.Route> account = api.server.server().access().routes().stream()
                .filter(route ->
                        route.area() == Area.ACCOUNT && route.gate().lowest().isPresent())
                .toList();
        assertThat(account)
                .extracting(Access.Route::path)
                .contains(PATH, "/api/v1/me/password", "/api/v1/admin/members");
        assertThat(account).allSatisfy(route -> {
            String method = route.method().name();
            Answer answer = program.send(
                    method,
                    route.path().replaceAll("\\{[^}]*}", UUID.randomUUID().toString()),
                    method.equals("GET") || method.equals("DELETE") ? null : "{}");
            assertThat(answer.status()).as(route.toString()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("insufficient_scope");
        });
    }

    private static String scopes() {
        JsonNode all = api.as(api.owner).get(PATH + "/scopes").json().path("data");
        assertThat(all)
                .hasSizeGreaterThan(10)
                .allSatisfy(scope -> assertThat(scope.path("title").asText()).isNotBlank());
        return all.findValuesAsText("scope").stream()
                .map(scope -> "\"" + scope + "\"")
                .collect(java.util.stream.Collectors.joining(",", "[", "]"));
    }

    @Test
    void theRoleOfTheMomentBoundsTheToken() {
        JsonNode made = make(me, ",\"scopes\":[\"uploads:write\",\"models:write\"]");
        assertThat(with(made).get("/api/v1/admin/models").code()).isEqualTo("forbidden");
        assertThat(with(made).get("/api/v1/uploads").status()).isEqualTo(200);

        api.store.accounts().putMember(person.org(), person.user().id(), Role.VIEWER);
        api.clock.advance(Duration.ofSeconds(5));
        assertThat(with(made).delete("/api/v1/uploads/" + UUID.randomUUID()).code())
                .isEqualTo("forbidden");
    }

    @Test
    void whoIsRemovedTakesHisTokensWithHimForGood() {
        JsonNode made = make();
        assertThat(with(made).get("/api/v1/credits").status()).isEqualTo(200);
        api.as(api.owner).delete("/api/v1/admin/members/" + person.user().id());
        assertThat(with(made).get("/api/v1/credits").status())
                .as("at once on this server")
                .isEqualTo(401);

        api.clock.advance(Duration.ofSeconds(6));
        api.store.accounts().putMember(person.org(), person.user().id(), Role.CREATOR);
        assertThat(with(made).get("/api/v1/credits").status()).isEqualTo(401);
        assertThat(api.as(api.store
                                .accounts()
                                .findMember(person.org(), person.user().id())
                                .orElseThrow())
                        .get(PATH)
                        .json()
                        .path("data"))
                .isEmpty();
    }

    @Test
    void whoIsShutOutElsewhereIsRefusedWithinFiveSeconds() {
        JsonNode made = make();
        assertThat(with(made).get("/api/v1/credits").status()).isEqualTo(200);
        api.store.accounts().updateUser(person.user().withDisabled(true));
        api.clock.advance(Duration.ofSeconds(5));
        assertThat(with(made).get("/api/v1/credits").status()).isEqualTo(401);
    }

    @Test
    void aTokenEndsWithItsLife() {
        String expires = api.clock.instant().plusSeconds(60).toString();
        JsonNode made = make(me, ",\"scopes\":[\"credits:read\"],\"expiresAt\":\"" + expires + "\"");
        assertThat(made.path("accessToken").path("expiresAt").asText()).isEqualTo(expires);
        api.clock.advance(Duration.ofSeconds(59));
        assertThat(with(made).get("/api/v1/credits").status()).isEqualTo(200);
        api.clock.advance(Duration.ofSeconds(1));
        Answer refused = with(made).get("/api/v1/credits");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.json().path("detail").asText()).contains("ended");
        assertThat(me.post(PATH + "/" + id(made) + "/rotate", "{}").status()).isEqualTo(409);
    }

    @Test
    void rotationKeepsTheIdAndLetsTheOldValueLiveForAWhile() {
        String expires = api.clock.instant().plusSeconds(7200).toString();
        JsonNode made = make(me, ",\"scopes\":[\"credits:read\"],\"expiresAt\":\"" + expires + "\"");
        api.clock.advance(Duration.ofSeconds(10));
        Answer rotated = me.post(PATH + "/" + id(made) + "/rotate", "{\"overlapSeconds\":60}");
        assertThat(rotated.status()).isEqualTo(201);
        JsonNode next = rotated.json();
        assertThat(id(next)).isEqualTo(id(made));
        assertThat(next.path("token")).isNotEqualTo(made.path("token"));
        assertThat(next.path("accessToken").path("replacesUntil").asText())
                .isEqualTo(api.clock.instant().plusSeconds(60).toString());
        assertThat(next.path("accessToken").path("expiresAt").asText())
                .as("its life begins anew")
                .isEqualTo(api.clock.instant().plusSeconds(7200).toString());

        assertThat(with(made).get("/api/v1/credits").status()).isEqualTo(200);
        assertThat(with(next).get("/api/v1/credits").status()).isEqualTo(200);
        api.clock.advance(Duration.ofSeconds(60));
        assertThat(with(made).get("/api/v1/credits").status()).isEqualTo(401);
        assertThat(with(next).get("/api/v1/credits").status()).isEqualTo(200);

        JsonNode last = me.post(PATH + "/" + id(made) + "/rotate", "{}").json();
        assertThat(with(next).get("/api/v1/credits").status())
                .as("without an overlap it is gone at once")
                .isEqualTo(401);
        assertThat(with(last).get("/api/v1/credits").status()).isEqualTo(200);
        assertThat(last.path("accessToken").path("replacesUntil").isNull()).isTrue();
    }

    @Test
    void whatIsRevokedIsRefusedAtOnceAndStaysInTheList() {
        JsonNode made = make();
        assertThat(with(made).get("/api/v1/credits").status()).isEqualTo(200);
        assertThat(me.delete(PATH + "/" + id(made)).status()).isEqualTo(204);
        assertThat(me.delete(PATH + "/" + id(made)).status()).isEqualTo(204);
        assertThat(with(made).get("/api/v1/credits").status()).isEqualTo(401);
        assertThat(me.get(PATH).json().path("data").path(0).path("revokedAt").isTextual())
                .isTrue();
        assertThat(me.post(PATH + "/" + id(made) + "/rotate", "{}").status()).isEqualTo(409);
    }

    @Test
    void othersSeeNothingButAdminsSeeAndRevokeThoseOfTheirOrg() {
        JsonNode made = make();
        Client colleague = api.as(Role.CREATOR);
        assertThat(colleague.get(PATH).body()).doesNotContain(id(made));
        assertThat(colleague.get(PATH + "?all=true").status()).isEqualTo(403);
        assertThat(colleague.delete(PATH + "/" + id(made)).status()).isEqualTo(404);
        assertThat(colleague.post(PATH + "/" + id(made) + "/rotate", "{}").status())
                .isEqualTo(404);

        Client stranger = api.as(api.org("Other", UUID.randomUUID() + "@other.example"));
        assertThat(stranger.get(PATH + "?all=true").json().path("data")).isEmpty();
        assertThat(stranger.delete(PATH + "/" + id(made)).status()).isEqualTo(404);
        assertThat(with(made).get("/api/v1/credits").status()).isEqualTo(200);

        Client admin = api.as(Role.ADMIN);
        assertThat(admin.post(PATH + "/" + id(made) + "/rotate", "{}").status())
                .as("a value is for its person alone")
                .isEqualTo(404);
        assertThat(admin.get(PATH + "?all=true").body()).contains(id(made));
        assertThat(admin.delete(PATH + "/" + id(made)).status()).isEqualTo(204);
        assertThat(with(made).get("/api/v1/credits").status()).isEqualTo(401);
    }

    @Test
    void aTokenWorksFromItsAddressesOnly() {
        JsonNode home =
                make(me, ",\"scopes\":[\"credits:read\"],\"allowedIps\":[\"203.0.113.7/24\",\"2001:db8::/32\"]");
        assertThat(home.path("accessToken").path("allowedIps"))
                .extracting(JsonNode::asText)
                .containsExactly("203.0.113.0/24", "2001:db8:0:0:0:0:0:0/32");
        Answer refused = with(home).get("/api/v1/credits");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("address_not_allowed");
        // 127.0.0.1 is a trusted proxy here.
        for (String address : List.of("203.0.113.200", "2001:db8::9")) {
            assertThat(with(home)
                            .with("X-Forwarded-For", address)
                            .get("/api/v1/credits")
                            .status())
                    .isEqualTo(200);
        }
        assertThat(with(home)
                        .with("X-Forwarded-For", "203.0.113.7, 198.51.100.1")
                        .get("/api/v1/credits")
                        .status())
                .as("what the client writes himself does not count")
                .isEqualTo(403);
    }

    @Test
    void theLastUseIsWrittenOnceAMinute() {
        JsonNode made = make();
        with(made).with("X-Forwarded-For", "198.51.100.7").get("/api/v1/credits");
        String first = api.clock.instant().toString();
        await().untilAsserted(() -> assertThat(lastUse()).isEqualTo(first + " 198.51.100.7"));

        api.clock.advance(Duration.ofSeconds(59));
        with(made).with("X-Forwarded-For", "198.51.100.8").get("/api/v1/credits");
        api.clock.advance(Duration.ofSeconds(1));
        with(made).with("X-Forwarded-For", "198.51.100.9").get("/api/v1/credits");
        String third = api.clock.instant().toString();
        await().untilAsserted(() -> assertThat(lastUse()).isEqualTo(third + " 198.51.100.9"));
    }

    private String lastUse() {
        JsonNode token = me.get(PATH).json().path("data").path(0);
        return token.path("lastUsedAt").asText() + " "
                + token.path("lastUsedIp").asText();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"scopes\":[\"all\"] | /scopes/0",
                "\"scopes\":[\"account:write\"] | /scopes/0",
                "\"scopes\":[] | /scopes",
                "\"scopes\":[\"images:read\"],\"expiresAt\":\"2026-05-01T11:00:00Z\" | /expiresAt",
                "\"scopes\":[\"images:read\"],\"expiresAt\":\"2036-05-01T11:00:00Z\" | /expiresAt",
                "\"scopes\":[\"images:read\"],\"spendLimitCredits\":-1 | /spendLimitCredits",
                "\"scopes\":[\"images:read\"],\"spendPeriod\":\"year\" | /spendPeriod",
                "\"scopes\":[\"images:read\"],\"allowedIps\":[\"10.0.0.0/8\",\"home\"] | /allowedIps/1",
                "\"scopes\":[\"images:read\"],\"id\":\"7\" | /id"
            })
    void whatCannotBeIsRefusedWithItsPlace(String more, String pointer) {
        Answer refused = me.post(PATH, "{\"name\":\"CI\"," + more + "}");
        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.json().path("errors").path(0).path("pointer").asText())
                .isEqualTo(pointer);
        assertThat(me.get(PATH).json().path("data")).isEmpty();
    }

    @Test
    void whatLooksLikeATokenAndIsNoneIsNotLetIn() {
        String text = make().path("token").asText();
        String other = (text.charAt(9) == 'a' ? "b" : "a") + text.substring(10);
        for (String forged : List.of("atl_", "atl_x", text.substring(0, 9) + other, text + "0")) {
            Answer refused = api.server.bearer(forged).get("/api/v1/credits");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.body()).contains("check digits").doesNotContain(text);
        }
    }

    @Test
    void aStreamStaysOpenWhileItsTokenStands() {
        JsonNode made = make(
                me,
                ",\"scopes\":[\"generations:read\"],\"expiresAt\":\""
                        + api.clock.instant().plusSeconds(60) + "\"");
        Principal reader = reader(made, Role.CREATOR);
        assertThat(api.doors.stillStands(reader)).isTrue();
        assertThat(api.doors.stillStands(reader(made, Role.VIEWER)))
                .as("with another role it ends, too")
                .isFalse();
        api.clock.advance(Duration.ofSeconds(60));
        assertThat(api.doors.stillStands(reader)).as("expired").isFalse();

        Principal other = reader(make(), Role.CREATOR);
        assertThat(api.doors.stillStands(other)).isTrue();
        me.delete(PATH + "/" + other.caller().token());
        assertThat(api.doors.stillStands(other)).as("revoked").isFalse();
    }

    private Principal reader(JsonNode made, Role role) {
        AccessTokenId id = AccessTokenId.of(id(made));
        return new Principal(
                new Caller(person.org(), person.user().id(), id),
                role,
                new Proof.AccessToken(id, Set.of(Scope.read("generations"))));
    }

    @Test
    void overlapsAreBounded() {
        JsonNode made = make();
        for (String wrong : List.of("-1", "604801")) {
            assertThat(me.post(PATH + "/" + id(made) + "/rotate", "{\"overlapSeconds\":" + wrong + "}")
                            .status())
                    .isEqualTo(400);
        }
    }
}
