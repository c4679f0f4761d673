package dev.atelier.app.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import dev.atelier.app.http.HttpSettings;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.Session;
import dev.atelier.core.account.SessionOrigin;
import dev.atelier.core.account.SignInMethod;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionRoutesTest {
    private static final String LOGIN = "{\"email\":\"%s\",\"password\":\"%s\"}";
    private TestApi api;

    @BeforeEach
    void start() {
        api = new TestApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aMemberSignsInAndIsKnown() {
        Answer login = login("Owner@First.example ", TestApi.PASSWORD);
        assertThat(login.status()).isEqualTo(200);
        assertThat(login.json().path("me").path("role").asText()).isEqualTo("owner");
        assertThat(login.body()).doesNotContain("v1$p1$", "passwordHash");
        Answer me = api.server.bearer(login.json().path("accessToken").asText()).get("/api/v1/me");
        assertThat(me.json().path("user").path("email").asText()).isEqualTo("owner@first.example");
        List<String> cookies = login.headers().allValues("Set-Cookie");
        assertThat(cookies)
                .hasSize(3)
                .allSatisfy(line ->
                        assertThat(line).contains("SameSite=Strict", "Path=/").doesNotContain("Secure"));
        // Scripts may see that there is a session, and nothing of it.
        assertThat(cookies)
                .filteredOn(line -> !line.contains("HttpOnly"))
                .singleElement()
                .asString()
                .startsWith("atelier_present=1;");
    }

    @Test
    void whoIsRefusedLearnsNothing() {
        Member disabled = api.member(api.owner.org(), Role.VIEWER);
        api.store.accounts().updateUser(disabled.user().withDisabled(true));
        Answer wrong = login("owner@first.example", "wrong password wrong");
        for (Answer other : List.of(
                login("nobody@first.example", "wrong password wrong"),
                login(disabled.user().email(), TestApi.PASSWORD),
                login("owner@first.example", ""),
                login("owner@first.example", "x".repeat(5000)))) {
            assertThat(other.status()).isEqualTo(401);
            assertThat(other.json().path("detail")).isEqualTo(wrong.json().path("detail"));
            assertThat(other.code()).isEqualTo("wrong_credentials");
        }
    }

    @Test
    void unknownAndKnownPeopleTakeTheSameTime() {
        // A cost at which the hash outweighs all else; a login without one would take a small part of the time.
        try (TestApi slow = new TestApi(
                HttpSettings.local(), new SessionSettings(TestApi.random(), TestApi.random(), 10, List.of()))) {
            long known = median(slow, "owner@first.example");
            long unknown = median(slow, "nobody@first.example");
            assertThat((double) unknown / known).isBetween(0.4, 2.5);
        }
    }

    private static long median(TestApi api, String email) {
        long[] times = new long[5];
        for (int i = 0; i < times.length; i++) {
            long start = System.nanoTime();
            assertThat(api.server
                            .anonymous()
                            .post("/api/v1/auth/login", LOGIN.formatted(email, "wrong password wrong"))
                            .status())
                    .isEqualTo(401);
            times[i] = System.nanoTime() - start;
        }
        Arrays.sort(times);
        return times[times.length / 2];
    }

    @Test
    void guessingIsSlowedPerAccountAndPerNetwork() {
        for (int i = 0; i < 10; i++) {
            assertThat(login("owner@first.example", "wrong password wrong").status())
                    .isEqualTo(401);
        }
        Answer limited = login("OWNER@first.example", TestApi.PASSWORD);
        assertThat(limited.code()).isEqualTo("rate_limited");
        assertThat(limited.header("Retry-After")).isEqualTo("90");
        assertThat(limited.header("RateLimit-Policy")).isEqualTo("\"sign-in\";q=10;w=900");
        assertThat(limited.header("RateLimit")).isEqualTo("\"sign-in\";r=0;t=90");
        api.clock.advance(Duration.ofSeconds(91));
        assertThat(login("owner@first.example", TestApi.PASSWORD).status()).isEqualTo(200);
        // The proxy is trusted, so what counts is what it saw: the rightmost address, whatever is written left of it.
        for (int i = 0; i < 50; i++) {
            var guess = api.server.anonymous().with("X-Forwarded-For", "10.1.1." + i + ", 203.0.113." + i);
            guess.post("/api/v1/auth/login", LOGIN.formatted("n" + i + "@x.example", "wrong password wrong"));
        }
        assertThat(api.server
                        .anonymous()
                        .with("X-Forwarded-For", "203.0.113.200")
                        .post("/api/v1/auth/login", LOGIN.formatted("z@x.example", "wrong"))
                        .code())
                .isEqualTo("rate_limited");
        assertThat(api.server
                        .anonymous()
                        .with("X-Forwarded-For", "198.51.100.1")
                        .post("/api/v1/auth/login", LOGIN.formatted("z@x.example", "wrong"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void badBodiesAreNamed() {
        assertThat(api.server
                        .anonymous()
                        .post("/api/v1/auth/login", "{\"email\":1}")
                        .json()
                        .path("errors"))
                .hasSize(2);
        assertThat(api.server
                        .anonymous()
                        .post("/api/v1/auth/login", "{\"email\":\"a\",\"password\":\"b\",\"role\":\"owner\"}")
                        .code())
                .isEqualTo("malformed_request");
        assertThat(api.server.anonymous().post("/api/v1/auth/link", "[]").status())
                .isEqualTo(400);
        assertThat(api.server
                        .anonymous()
                        .post("/api/v1/auth/accept-invite", "{}")
                        .status())
                .isEqualTo(400);
        assertThat(api.server
                        .anonymous()
                        .post("/api/v1/auth/login", "\"" + "x".repeat(70_000) + "\"")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void forgedTokensAreRefused() throws Exception {
        Session session = api.sessions
                .open(api.owner, SessionOrigin.of(SignInMethod.PASSWORD))
                .session();
        Algorithm ours = Algorithm.HMAC256(api.settings.signingKey());
        String good = new SessionTokens(api.settings, () -> session.id().value(), api.clock).issue(session);
        assertThat(status(good)).isEqualTo(200);
        var keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        var pair = keys.generateKeyPair();
        String keyId = JWT.decode(good).getKeyId();
        for (String bad : List.of(
                token(session, keyId, it -> it).sign(Algorithm.none()),
                token(session, keyId, it -> it).sign(Algorithm.HMAC384(api.settings.signingKey())),
                token(session, keyId, it -> it)
                        .sign(Algorithm.RSA256((RSAPublicKey) pair.getPublic(), (RSAPrivateKey) pair.getPrivate())),
                token(session, keyId, it -> it).sign(Algorithm.HMAC256(TestApi.random())),
                token(session, "other", it -> it).sign(ours),
                token(session, keyId, it -> it.withHeader(Map.of("typ", "JWT"))).sign(ours),
                token(session, keyId, it -> it.withIssuer("other")).sign(ours),
                token(session, keyId, it -> it.withAudience("other")).sign(ours),
                token(session, keyId, it -> it.withClaim("sv", 7)).sign(ours),
                token(session, keyId, it -> it.withClaim("sv", "0")).sign(ours),
                token(session, keyId, it -> it.withSubject(session.id().toString()))
                        .sign(ours),
                token(session, keyId, it -> it.withExpiresAt(api.clock.instant().minusSeconds(60)))
                        .sign(ours),
                token(session, keyId, it -> it.withNotBefore(api.clock.instant().plusSeconds(60)))
                        .sign(ours),
                JWT.create()
                        .withIssuer("atelier")
                        .withAudience("atelier-api")
                        .withHeader(Map.of("typ", "at+jwt"))
                        .withKeyId(keyId)
                        .withSubject(session.user().toString())
                        .withClaim("sid", session.id().toString())
                        .withClaim("sv", 0)
                        .sign(ours),
                token(session, keyId, it -> it.withClaim("pad", "x".repeat(4000)))
                        .sign(ours),
                tampered(good),
                good + "x",
                "",
                "..",
                "a.b.c")) {
            assertThat(status(bad)).as(bad).isEqualTo(401);
        }
        assertThat(status(token(session, keyId, it -> it).sign(ours))).isEqualTo(200);
        assertThat(api.server
                        .anonymous()
                        .with("Authorization", "Basic abc")
                        .get("/api/v1/me")
                        .status())
                .isEqualTo(401);
        assertThat(api.server
                        .anonymous()
                        .with("x-user-id", session.user().toString())
                        .get("/api/v1/me")
                        .status())
                .isEqualTo(401);
        api.clock.advance(Duration.ofMinutes(10).plusSeconds(31));
        assertThat(status(good)).isEqualTo(401);
    }

    private JWTCreator.Builder token(Session session, String keyId, UnaryOperator<JWTCreator.Builder> change) {
        var now = api.clock.instant();
        return change.apply(JWT.create()
                .withHeader(Map.of("typ", "at+jwt"))
                .withKeyId(keyId)
                .withIssuer("atelier")
                .withAudience("atelier-api")
                .withSubject(session.user().toString())
                .withClaim("sid", session.id().toString())
                .withClaim("sv", 0)
                .withIssuedAt(now)
                .withNotBefore(now)
                .withExpiresAt(now.plusSeconds(600))
                .withJWTId("1"));
    }

    private static String tampered(String token) {
        String[] parts = token.split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("\"sv\":0", "\"sv\":1");
        return parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[2];
    }

    private int status(String token) {
        return api.server.bearer(token).get("/api/v1/me").status();
    }

    @Test
    void refreshTokensRotateAndAnOldOneEndsTheSession() {
        Answer login = login("owner@first.example", TestApi.PASSWORD);
        String first = login.cookie("atelier_refresh");
        api.clock.advance(Duration.ofMinutes(1));
        Answer second = refresh(first);
        assertThat(second.status()).isEqualTo(200);
        api.clock.advance(Duration.ofMinutes(1));
        Answer third = refresh(second.cookie("atelier_refresh"));
        assertThat(third.status()).isEqualTo(200);
        String access = third.json().path("accessToken").asText();
        assertThat(status(access)).isEqualTo(200);
        // Two generations old, so no longer stored: the mac alone says that it was ours.
        assertThat(refresh(first).status()).isEqualTo(401);
        assertThat(status(access)).isEqualTo(401);
        assertThat(refresh(third.cookie("atelier_refresh")).status()).isEqualTo(401);
    }

    @Test
    void thePredecessorIsTakenOnceMoreWithinTheGrace() {
        String first = login("owner@first.example", TestApi.PASSWORD).cookie("atelier_refresh");
        String lost = refresh(first).cookie("atelier_refresh");
        api.clock.advance(Duration.ofSeconds(20));
        String again = refresh(first).cookie("atelier_refresh");
        assertThat(again).isNotEmpty().isNotEqualTo(lost);
        api.clock.advance(Duration.ofSeconds(20));
        // 40 seconds after the first use the grace is over, however often it was used.
        assertThat(refresh(first).status()).isEqualTo(401);
        assertThat(refresh(again).status()).isEqualTo(401);
    }

    @Test
    void aMadeUpRefreshTokenEndsNothing() {
        String good = login("owner@first.example", TestApi.PASSWORD).cookie("atelier_refresh");
        String madeUp = good.substring(0, 30) + "A".repeat(56);
        assertThat(refresh(madeUp).status()).isEqualTo(401);
        assertThat(refresh(good).status()).isEqualTo(200);
    }

    @Test
    void sessionsEndWhenIdleAndAfterAMonth() {
        String token = login("owner@first.example", TestApi.PASSWORD).cookie("atelier_refresh");
        api.clock.advance(Duration.ofDays(7).plusSeconds(1));
        assertThat(refresh(token).status()).isEqualTo(401);
        token = login("owner@first.example", TestApi.PASSWORD).cookie("atelier_refresh");
        for (int day = 0; day < 30; day += 6) {
            Answer next = refresh(token);
            assertThat(next.status()).isEqualTo(200);
            token = next.cookie("atelier_refresh");
            api.clock.advance(Duration.ofDays(6));
        }
        assertThat(refresh(token).status()).isEqualTo(401);
    }

    @Test
    void logoutEndsTheSessionAtOnce() {
        Answer login = login("owner@first.example", TestApi.PASSWORD);
        String access = login.json().path("accessToken").asText();
        assertThat(status(access)).isEqualTo(200);
        assertThat(api.server.bearer(access).post("/api/v1/auth/logout", null).status())
                .isEqualTo(204);
        assertThat(status(access)).isEqualTo(401);
        assertThat(refresh(login.cookie("atelier_refresh")).status()).isEqualTo(401);
        assertThat(api.server.anonymous().post("/api/v1/auth/signout", null).status())
                .isEqualTo(204);
    }

    @Test
    void aBrowsersCookieNeedsOurHeaderAndOrigin() {
        Answer login = login("owner@first.example", TestApi.PASSWORD);
        Client browser = api.server.anonymous().with("Cookie", "atelier_session=" + login.cookie("atelier_session"));
        String body = "{\"email\":\"new@first.example\",\"role\":\"viewer\"}";
        String own = "http://127.0.0.1:" + api.server.server().port();
        assertThat(browser.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(browser.post("/api/v1/admin/members", body).code()).isEqualTo("cross_site");
        assertThat(browser.with("Atelier-Csrf", "1", "Origin", "https://evil.example")
                        .post("/api/v1/admin/members", body)
                        .code())
                .isEqualTo("cross_site");
        assertThat(browser.with("Atelier-Csrf", "1", "Origin", own)
                        .post("/api/v1/admin/members", body)
                        .status())
                .isEqualTo(201);
        assertThat(api.server
                        .anonymous()
                        .with("Cookie", "atelier_refresh=" + login.cookie("atelier_refresh"))
                        .post("/api/v1/auth/refresh", null)
                        .code())
                .isEqualTo("cross_site");
        assertThat(api.server
                        .anonymous()
                        .with("Cookie", "atelier_refresh=" + login.cookie("atelier_refresh"))
                        .post("/api/v1/auth/logout", null)
                        .code())
                .isEqualTo("cross_site");
    }

    @Test
    void overHttpsCookiesAreBoundToTheHost() {
        try (TestApi https = new TestApi(
                new HttpSettings(true, Set.of(), "https://atelier.example", Duration.ofSeconds(1)),
                new SessionSettings(TestApi.random(), TestApi.random(), 4, List.of()))) {
            Answer login = https.server
                    .anonymous()
                    .post("/api/v1/auth/login", LOGIN.formatted("owner@first.example", TestApi.PASSWORD));
            List<String> cookies = login.headers().allValues("Set-Cookie");
            assertThat(cookies).hasSize(3).allSatisfy(line -> assertThat(line).contains("; Secure"));
            assertThat(cookies)
                    .filteredOn(line -> line.contains("HttpOnly"))
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).startsWith("__Host-"));
        }
    }

    @Test
    void changingThePasswordEndsAllOtherSessions() {
        String other = login("owner@first.example", TestApi.PASSWORD)
                .json()
                .path("accessToken")
                .asText();
        String mine = login("owner@first.example", TestApi.PASSWORD)
                .json()
                .path("accessToken")
                .asText();
        assertThat(status(other)).isEqualTo(200);
        String change = "{\"currentPassword\":\"%s\",\"newPassword\":\"%s\"}";
        Client me = api.server.bearer(mine);
        assertThat(me.patch("/api/v1/me/password", change.formatted("wrong", "another long password 7"))
                        .status())
                .isEqualTo(401);
        assertThat(me.patch("/api/v1/me/password", change.formatted(TestApi.PASSWORD, "short"))
                        .code())
                .isEqualTo("malformed_request");
        assertThat(me.patch("/api/v1/me/password", change.formatted(TestApi.PASSWORD, "aaaaaaaaaaaaaaaaaaaa"))
                        .code())
                .isEqualTo("malformed_request");
        Answer changed = me.patch("/api/v1/me/password", change.formatted(TestApi.PASSWORD, "another long password 7"));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(status(other)).isEqualTo(401);
        assertThat(status(mine)).isEqualTo(401);
        assertThat(status(changed.json().path("accessToken").asText())).isEqualTo(200);
        assertThat(login("owner@first.example", TestApi.PASSWORD).status()).isEqualTo(401);
        assertThat(login("owner@first.example", "another long password 7").status())
                .isEqualTo(200);
    }

    @Test
    void aSignInLinkIsGoodOnceAndForAQuarterOfAnHour() {
        String key = link(api.owner);
        String body = "{\"key\":\"" + key + "\"}";
        assertThat(api.server.anonymous().post("/api/v1/auth/link", body).status())
                .isEqualTo(200);
        assertThat(api.server.anonymous().post("/api/v1/auth/link", body).status())
                .isEqualTo(401);
        String late = "{\"key\":\"" + link(api.owner) + "\"}";
        api.clock.advance(Duration.ofMinutes(16));
        assertThat(api.server.anonymous().post("/api/v1/auth/link", late).status())
                .isEqualTo(401);
    }

    @Test
    void roleAndStandingComeFromTheStoreWithinFiveSeconds() {
        Member member = api.member(api.owner.org(), Role.ADMIN);
        Client client = api.as(member);
        assertThat(client.get("/api/v1/admin/members").status()).isEqualTo(200);
        api.store.accounts().putMember(member.org(), member.user().id(), Role.VIEWER);
        api.clock.advance(Duration.ofSeconds(6));
        assertThat(client.get("/api/v1/admin/members").status()).isEqualTo(403);
        api.store.accounts().removeMember(member.org(), member.user().id());
        api.clock.advance(Duration.ofSeconds(6));
        assertThat(client.get("/api/v1/me").status()).isEqualTo(401);
    }

    private String link(Member member) {
        return api.links.issue(member.org(), member.user().id()).reveal();
    }

    private Answer login(String email, String password) {
        return api.server.anonymous().post("/api/v1/auth/login", LOGIN.formatted(email, password));
    }

    private Answer refresh(String token) {
        return api.server
                .anonymous()
                .with("Cookie", "atelier_refresh=" + token, "Atelier-Csrf", "1")
                .post("/api/v1/auth/refresh", null);
    }
}
