package dev.atelier.app.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Role;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemberRoutesTest {
    private static final String MEMBERS = "/api/v1/admin/members";
    private final TestApi api = new TestApi();
    private final Client owner = api.as(api.owner);

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void anInvitedPersonJoinsOnce() {
        Answer invited = owner.post(MEMBERS + "/invites", "{\"email\":\"New@First.example\",\"role\":\"creator\"}");
        assertThat(invited.status()).isEqualTo(201);
        String token = invited.json().path("token").asText();
        assertThat(owner.get(MEMBERS + "/invites").body())
                .contains("new@first.example")
                .doesNotContain(token);
        String accept =
                "{\"token\":\"" + token + "\",\"displayName\":\"New\",\"password\":\"a password that is long\"}";
        Answer joined = api.server.anonymous().post("/api/v1/auth/accept-invite", accept);
        assertThat(joined.status()).isEqualTo(201);
        Client person = api.server.bearer(joined.json().path("accessToken").asText());
        assertThat(person.get("/api/v1/me").json().path("role").asText()).isEqualTo("creator");
        assertThat(api.server
                        .anonymous()
                        .post("/api/v1/auth/accept-invite", accept)
                        .status())
                .isIn(401, 410);
        assertThat(owner.get(MEMBERS + "/invites").json().path("data")).isEmpty();
        assertThat(owner.post(MEMBERS, "{\"email\":\"new@first.example\",\"role\":\"viewer\"}")
                        .code())
                .isEqualTo("conflict");
    }

    @Test
    void anInviteGrowsOldAndCanBeWithdrawn() {
        Answer invited = owner.post(MEMBERS, "{\"email\":\"a@x.example\",\"role\":\"viewer\"}");
        String accept = "{\"token\":\"" + invited.json().path("token").asText()
                + "\",\"displayName\":\"A\",\"password\":\"a password that is long\"}";
        assertThat(owner.delete(invited.header("Location")).status()).isEqualTo(204);
        assertThat(api.server
                        .anonymous()
                        .post("/api/v1/auth/accept-invite", accept)
                        .code())
                .isEqualTo("gone");
        String late = owner.post(MEMBERS, "{\"email\":\"a@x.example\",\"role\":\"viewer\"}")
                .json()
                .path("token")
                .asText();
        api.clock.advance(Duration.ofDays(8));
        assertThat(api.server
                        .anonymous()
                        .post(
                                "/api/v1/auth/accept-invite",
                                accept.replaceFirst("\"token\":\"[^\"]*", "\"token\":\"" + late))
                        .code())
                .isEqualTo("gone");
    }

    @Test
    void aKnownPersonProvesHimselfByHisPassword() {
        Member other = api.org("Second", "boss@second.example");
        String token = owner.post(MEMBERS, "{\"email\":\"boss@second.example\",\"role\":\"viewer\"}")
                .json()
                .path("token")
                .asText();
        String accept = "{\"token\":\"" + token + "\",\"displayName\":\"B\",\"password\":\"%s\"}";
        assertThat(api.server
                        .anonymous()
                        .post("/api/v1/auth/accept-invite", accept.formatted("a password of a thief"))
                        .status())
                .isEqualTo(401);
        assertThat(api.server
                        .anonymous()
                        .post("/api/v1/auth/accept-invite", accept.formatted(TestApi.PASSWORD))
                        .status())
                .isEqualTo(201);
        // He belongs to two orgs now: the first may not shut him out of the second.
        String path = MEMBERS + "/" + other.user().id();
        String tag = owner.get(path).header("ETag");
        assertThat(owner.with("If-Match", tag)
                        .patch(path, "{\"disabled\":true}")
                        .code())
                .isEqualTo("conflict");
        assertThat(owner.delete(path).status()).isEqualTo(204);
        assertThat(api.as(other).get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    void changesNeedTheVersionThatWasSeen() {
        Member member = api.member(api.owner.org(), Role.VIEWER);
        String path = MEMBERS + "/" + member.user().id();
        String tag = owner.get(path).header("ETag");
        assertThat(owner.patch(path, "{\"role\":\"creator\"}").code()).isEqualTo("precondition_required");
        assertThat(owner.with("If-Match", tag)
                        .patch(path, "{\"role\":\"creator\"}")
                        .json()
                        .path("role")
                        .asText())
                .isEqualTo("creator");
        assertThat(owner.with("If-Match", tag)
                        .patch(path, "{\"role\":\"admin\"}")
                        .code())
                .isEqualTo("version_changed");
        assertThat(owner.with("If-Match", tag).patch(path, "{}").status()).isEqualTo(400);
    }

    @Test
    void shuttingOutEndsSessionsAtOnce() {
        Member member = api.member(api.owner.org(), Role.VIEWER);
        Client client = api.as(member);
        assertThat(client.get("/api/v1/me").status()).isEqualTo(200);
        String path = MEMBERS + "/" + member.user().id();
        assertThat(owner.with("If-Match", owner.get(path).header("ETag"))
                        .patch(path, "{\"disabled\":true}")
                        .status())
                .isEqualTo(200);
        assertThat(client.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void theLastOwnerStaysAndAdminsDoNotTouchOwners() {
        String path = MEMBERS + "/" + api.owner.user().id();
        String tag = owner.get(path).header("ETag");
        assertThat(owner.delete(path).code()).isEqualTo("conflict");
        assertThat(owner.with("If-Match", tag)
                        .patch(path, "{\"role\":\"admin\"}")
                        .code())
                .isEqualTo("conflict");
        assertThat(owner.with("If-Match", tag)
                        .patch(path, "{\"disabled\":true}")
                        .code())
                .isEqualTo("conflict");
        Client admin = api.as(Role.ADMIN);
        assertThat(admin.delete(path).code()).isEqualTo("forbidden");
        assertThat(admin.post(MEMBERS, "{\"email\":\"o@x.example\",\"role\":\"owner\"}")
                        .code())
                .isEqualTo("forbidden");
        assertThat(owner.get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    void otherOrgsPeopleAreNotFound() {
        Member stranger = api.org("Second", "boss@second.example");
        Client other = api.as(stranger);
        String invite = owner.post(MEMBERS, "{\"email\":\"a@x.example\",\"role\":\"viewer\"}")
                .header("Location");
        String path = MEMBERS + "/" + api.owner.user().id();
        assertThat(other.get(path).status()).isEqualTo(404);
        assertThat(other.with("If-Match", "\"0\"")
                        .patch(path, "{\"role\":\"viewer\"}")
                        .status())
                .isEqualTo(404);
        assertThat(other.delete(path).status()).isEqualTo(404);
        assertThat(other.delete(invite).status()).isEqualTo(404);
        assertThat(other.get(MEMBERS).json().path("data")).hasSize(1);
        assertThat(other.get(MEMBERS + "/no-id").status()).isEqualTo(404);
    }

    @Test
    void listsComeInPagesWithSignedCursors() {
        for (int i = 0; i < 4; i++) {
            api.member(api.owner.org(), Role.VIEWER);
        }
        Answer first = owner.get(MEMBERS + "?limit=2");
        assertThat(first.json().path("data")).hasSize(2);
        assertThat(first.json().path("hasMore").asBoolean()).isTrue();
        String link = first.header("Link");
        assertThat(link).endsWith("rel=\"next\"");
        Answer second = owner.get(link.substring(1, link.indexOf('>')));
        assertThat(second.json().path("data")).hasSize(2);
        assertThat(second.json().path("data").get(0))
                .isNotEqualTo(first.json().path("data").get(0));
        String cursor = first.json().path("nextCursor").asText();
        assertThat(owner.get(MEMBERS + "?cursor=" + cursor + "x").code()).isEqualTo("invalid_cursor");
        assertThat(owner.get(MEMBERS + "/invites?cursor=" + cursor).code()).isEqualTo("invalid_cursor");
        assertThat(api.as(api.org("Second", "b@s.example"))
                        .get(MEMBERS + "?cursor=" + cursor)
                        .code())
                .isEqualTo("invalid_cursor");
        for (String limit : new String[] {"0", "201", "-1", "x", "9999999999"}) {
            assertThat(owner.get(MEMBERS + "?limit=" + limit).status()).isEqualTo(400);
        }
    }
}
