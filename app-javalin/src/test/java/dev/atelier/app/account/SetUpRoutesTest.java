package dev.atelier.app.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Org;
import dev.atelier.core.account.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SetUpRoutesTest {
    private static final String SETUP = "/api/v1/setup";
    private static final String OWN = "an own password of mine 7";
    private static final String BODY =
            "{\"displayName\":\" Ada \",\"email\":\"%s\",\"password\":\"%s\",\"orgName\":\"Studio Ada\"}";
    private TestApi api;

    @BeforeEach
    void start() {
        api = new TestApi();
        api.store.accounts().markPasswordGenerated(api.owner.user().id());
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void theOwnerSetsUpOnceAndEveryOtherSessionEnds() {
        Client before = api.as(api.owner);
        Client other = api.as(api.owner);
        String link = api.links.issue(api.owner.org(), api.owner.user().id()).reveal();
        assertThat(before.get(SETUP).json().path("needed").asBoolean()).isTrue();

        Answer done = before.post(SETUP, BODY.formatted("Ada@Studio.example", OWN));

        assertThat(done.status()).isEqualTo(200);
        assertThat(done.json().path("me").path("org").path("name").asText()).isEqualTo("Studio Ada");
        assertThat(done.json().path("me").path("user").path("displayName").asText())
                .isEqualTo("Ada");
        assertThat(done.headers().allValues("Set-Cookie")).hasSize(3);
        assertThat(api.passwordsChanged).hasValue(1);
        assertThat(before.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(other.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(api.server
                        .anonymous()
                        .post("/api/v1/auth/link", "{\"key\":\"" + link + "\"}")
                        .status())
                .isEqualTo(401);
        assertThat(login("owner@first.example", TestApi.PASSWORD)).isEqualTo(401);
        assertThat(login("ada@studio.example", TestApi.PASSWORD)).isEqualTo(401);
        assertThat(login("ada@studio.example", OWN)).isEqualTo(200);
        Client now = api.server.bearer(done.json().path("accessToken").asText());
        assertThat(now.get(SETUP).json().path("needed").asBoolean()).isFalse();
        assertThat(now.post(SETUP, BODY.formatted("eve@studio.example", OWN)).status())
                .isEqualTo(409);
    }

    @Test
    void whatIsWrongIsNamedAndNothingWritten() {
        Member other = api.member(api.owner.org(), Role.VIEWER);
        Client owner = api.as(api.owner);
        assertThat(pointer(owner.post(SETUP, BODY.formatted("no address", OWN))))
                .isEqualTo("/email");
        assertThat(pointer(owner.post(SETUP, BODY.formatted("ada@studio.example", "short"))))
                .isEqualTo("/password");
        assertThat(pointer(owner.post(
                        SETUP, BODY.formatted("ada@studio.example", OWN).replace("Studio Ada", " "))))
                .isEqualTo("/orgName");
        Answer taken = owner.post(SETUP, BODY.formatted(other.user().email(), OWN));
        assertThat(taken.status()).isEqualTo(422);
        assertThat(pointer(taken)).isEqualTo("/email");
        assertThat(api.store.accounts().findOrg(api.owner.org())).map(Org::name).contains("First");
        assertThat(owner.get(SETUP).json().path("needed").asBoolean()).isTrue();
        assertThat(api.passwordsChanged).hasValue(0);
    }

    @Test
    void anOwnerWithAPasswordOfHisOwnHasNothingToSetUp() {
        Member other = api.org("Second", "owner@second.example");
        assertThat(api.as(other).get(SETUP).json().path("needed").asBoolean()).isFalse();
        assertThat(api.as(other)
                        .post(SETUP, BODY.formatted("ada@studio.example", OWN))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void changingThePasswordEndsTheSetUpAndTellsAtOnce() {
        Answer changed = api.as(api.owner)
                .patch(
                        "/api/v1/me/password",
                        "{\"currentPassword\":\"" + TestApi.PASSWORD + "\",\"newPassword\":\"" + OWN + "\"}");
        assertThat(api.passwordsChanged).hasValue(1);
        Client now = api.server.bearer(changed.json().path("accessToken").asText());
        assertThat(now.get(SETUP).json().path("needed").asBoolean()).isFalse();
    }

    @Test
    void everybodyMayChangeTheirName() {
        Client viewer = api.as(api.member(api.owner.org(), Role.VIEWER));
        Answer changed = viewer.patch("/api/v1/me", "{\"displayName\":\" Grace H. \"}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().path("user").path("displayName").asText()).isEqualTo("Grace H.");
        assertThat(viewer.get("/api/v1/me")
                        .json()
                        .path("user")
                        .path("displayName")
                        .asText())
                .as("the session stays")
                .isEqualTo("Grace H.");
        assertThat(pointer(viewer.patch("/api/v1/me", "{\"displayName\":\"" + "x".repeat(121) + "\"}")))
                .isEqualTo("/displayName");
        assertThat(pointer(viewer.patch("/api/v1/me", "{\"displayName\":\"a\\nb\"}")))
                .isEqualTo("/displayName");
    }

    private static String pointer(Answer answer) {
        assertThat(answer.status()).isIn(400, 422);
        return answer.json().path("errors").path(0).path("pointer").asText();
    }

    private int login(String email, String password) {
        return api.server
                .anonymous()
                .post("/api/v1/auth/login", "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}")
                .status();
    }
}
