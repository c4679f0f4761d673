package dev.atelier.app.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.Session;
import dev.atelier.core.account.SessionOrigin;
import dev.atelier.core.account.SignInMethod;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnSessionRoutesTest {
    private static TestApi api;
    private Member person;

    @BeforeAll
    static void start() {
        api = new TestApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void newPerson() {
        person = api.member(api.owner.org(), Role.VIEWER);
    }

    private Client signIn(String agent) {
        Answer answer = api.server
                .anonymous()
                .with("User-Agent", agent)
                .post(
                        "/api/v1/auth/login",
                        "{\"email\":\"" + person.user().email() + "\",\"password\":\"" + TestApi.PASSWORD + "\"}");
        api.clock.advance(Duration.ofSeconds(1));
        return api.server.bearer(answer.json().path("accessToken").asText());
    }

    private static List<JsonNode> list(Client client) {
        List<JsonNode> sessions = new ArrayList<>();
        client.get("/api/v1/sessions").json().path("data").forEach(sessions::add);
        return sessions;
    }

    @Test
    void aPersonSeesWhereHeIsSignedIn() {
        signIn("Phone/1 with a \t tab");
        Client laptop = signIn("Laptop/2");

        List<JsonNode> mine = list(laptop);

        assertThat(mine).hasSize(2);
        JsonNode here = mine.get(0);
        assertThat(here.path("current").asBoolean()).isTrue();
        assertThat(here.path("userAgent").asText()).isEqualTo("Laptop/2");
        assertThat(here.path("ip").asText()).isEqualTo("127.0.0.1");
        assertThat(here.path("method").asText()).isEqualTo("password");
        assertThat(here.path("issuer").isNull()).isTrue();
        assertThat(mine.get(1).path("current").asBoolean()).isFalse();
        assertThat(mine.get(1).path("userAgent").asText()).isEqualTo("Phone/1 with a   tab");
    }

    @Test
    void aSessionThatHeEndsEndsAtOnce() {
        Client phone = signIn("Phone/1");
        Client laptop = signIn("Laptop/2");
        String id = list(phone).stream()
                .filter(each -> each.path("current").asBoolean())
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();

        assertThat(laptop.delete("/api/v1/sessions/" + id).status()).isEqualTo(204);

        assertThat(phone.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(laptop.delete("/api/v1/sessions/" + id).status()).isEqualTo(404);
        assertThat(list(laptop)).hasSize(1);
    }

    @Test
    void allOthersEndTogetherAndTheirStreamsToo() throws Exception {
        Client phone = signIn("Phone/1");
        Client laptop = signIn("Laptop/2");
        try (InputStream stream = phone.with("Accept", "text/event-stream").stream("/api/v1/events")
                .body()) {

            assertThat(laptop.delete("/api/v1/sessions").status()).isEqualTo(204);

            assertTimeoutPreemptively(Duration.ofSeconds(5), stream::readAllBytes);
        }
        assertThat(phone.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(list(laptop)).hasSize(1);
    }

    @Test
    void aSessionThatAnotherServerEndedEndsHereWithItsStreams() throws Exception {
        Client phone = signIn("Phone/1");
        try (InputStream stream = phone.with("Accept", "text/event-stream").stream("/api/v1/events")
                .body()) {
            // As another server does it, which tells this one nothing.
            Session session = api.store
                    .accounts()
                    .openSessions(person.user().id(), api.clock.instant())
                    .get(0);
            api.store.accounts().updateSession(session.revoked(api.clock.instant()));

            api.watch.look();

            assertTimeoutPreemptively(Duration.ofSeconds(5), stream::readAllBytes);
        }
        assertThat(phone.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void theLastUseIsNotedToAMinuteAndNotByTheRequest() {
        Client phone = signIn("Phone/1");
        Session before = only();
        api.clock.advance(Duration.ofSeconds(30));
        phone.get("/api/v1/me");
        api.watch.look();
        assertThat(only().lastSeenAt()).isEqualTo(before.lastSeenAt());

        api.clock.advance(Duration.ofSeconds(45));
        phone.get("/api/v1/me");
        assertThat(only().lastSeenAt()).isEqualTo(before.lastSeenAt());
        api.watch.look();
        assertThat(only().lastSeenAt()).isEqualTo(api.clock.instant());
    }

    private Session only() {
        List<Session> open = api.store.accounts().openSessions(person.user().id(), api.clock.instant());
        assertThat(open).hasSize(1);
        return open.get(0);
    }

    @Test
    void anotherPersonsSessionIsNotFound() {
        Client mine = signIn("Laptop/2");
        Member other = api.member(api.owner.org(), Role.CREATOR);
        Session theirs =
                api.sessions.open(other, SessionOrigin.of(SignInMethod.LINK)).session();

        assertThat(mine.delete("/api/v1/sessions/" + theirs.id()).status()).isEqualTo(404);
        assertThat(api.store.accounts().openSessions(other.user().id(), api.clock.instant()))
                .hasSize(1);
    }

    @Test
    void anAdminSeesAndEndsTheSessionsOfAMemberInHisOrgAlone() {
        Client member = signIn("Phone/1");
        Member elsewhere = api.org("Second", "sessions@second.example");
        api.store.accounts().putMember(elsewhere.org(), person.user().id(), Role.VIEWER);
        Member there = api.store
                .accounts()
                .findMember(elsewhere.org(), person.user().id())
                .orElseThrow();
        Client inOther = api.as(there);
        String path = "/api/v1/admin/members/" + person.user().id() + "/sessions";
        Client admin = api.as(Role.ADMIN);

        assertThat(admin.get(path).json().path("data")).hasSize(1);
        assertThat(admin.delete(path).status()).isEqualTo(204);

        assertThat(member.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(inOther.get("/api/v1/me").status()).isEqualTo(200);
        Client stranger = api.as(api.org("Third", "sessions@third.example"));
        assertThat(stranger.get(path).status()).isEqualTo(404);
        assertThat(stranger.delete(path).status()).isEqualTo(404);
    }
}
