package dev.atelier.app.sso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.atelier.app.account.TestApi;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.SignInMethod;
import dev.atelier.core.account.User;
import dev.atelier.core.secret.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SsoRoutesTest {
    private static StubIssuer issuer;
    private static StubIssuer other;
    private static TestApi api;

    @BeforeAll
    static void start() {
        issuer = new StubIssuer();
        other = new StubIssuer();
        api = new TestApi(new SsoSettings(
                List.of(
                        settings("corp", issuer, Set.of()),
                        settings("other", other, Set.of("corp.example")),
                        new IssuerSettings(
                                "dead",
                                "Dead",
                                URI.create("http://localhost:1"),
                                "atelier",
                                null,
                                null,
                                Set.of(),
                                Role.VIEWER,
                                false,
                                false)),
                true,
                List.of()));
    }

    private static IssuerSettings settings(String id, StubIssuer at, Set<String> domains) {
        return new IssuerSettings(
                id,
                "Example " + id,
                at.url(),
                StubIssuer.CLIENT,
                Secret.of("a client's secret"),
                StubIssuer.AUDIENCE,
                domains,
                Role.CREATOR,
                false,
                false);
    }

    @AfterAll
    static void stop() {
        api.close();
        issuer.close();
        other.close();
    }

    @BeforeEach
    void honest() {
        issuer.answerWith((stub, claims) -> Tokens.rs256(stub.key(), claims.build()));
    }

    /** A browser that has begun and stands at the issuer's page. */
    private record Begun(String cookie, Map<String, String> query) {}

    private static Begun begin(String id, String next) {
        Answer answer = api.server.anonymous().get("/api/v1/auth/oidc/" + id + "/start?next=" + next);
        assertThat(answer.status()).isEqualTo(302);
        String query = URI.create(answer.header("Location")).getRawQuery();
        return new Begun(
                answer.cookie("atelier_sso"),
                Arrays.stream(query.split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(
                                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8))));
    }

    private static Answer comeBack(Begun begun, String query) {
        return api.server
                .anonymous()
                .with("Cookie", "atelier_sso=" + begun.cookie())
                .get("/api/v1/auth/callback?" + query);
    }

    private static Answer signIn(String subject, String email) {
        Begun begun = begin("corp", "/gallery");
        issuer.signIn(begun.query().get("nonce"), subject, email);
        return comeBack(begun, "code=good&state=" + begun.query().get("state"));
    }

    private static String unique(String word) {
        return word + "-" + UUID.randomUUID();
    }

    private static void trouble(Answer answer, String code) {
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).isEqualTo("/signin?trouble=" + code);
        assertThat(answer.cookie("atelier_session")).isEmpty();
    }

    @Test
    void theSignInPageLearnsWhatThereIs() {
        Answer methods = api.server.anonymous().get("/api/v1/auth/methods");

        assertThat(methods.json().path("signUp").asBoolean()).isTrue();
        assertThat(methods.json().path("issuers").findValuesAsText("id")).containsExactly("corp", "other", "dead");
        assertThat(methods.json().path("issuers").path(0).path("name").asText()).isEqualTo("Example corp");
        assertThat(methods.body()).doesNotContain("secret", "localhost");
    }

    @Test
    void aPersonSignsInAndEndsInASessionLikeAnyOther() {
        String email = unique("ada") + "@corp.example";

        Answer back = signIn(unique("s"), email);

        assertThat(back.status()).isEqualTo(302);
        assertThat(back.header("Location")).isEqualTo("/gallery");
        var browser = api.server.anonymous().with("Cookie", "atelier_session=" + back.cookie("atelier_session"));
        Answer me = browser.get("/api/v1/me");
        assertThat(me.json().path("user").path("email").asText()).isEqualTo(email);
        assertThat(me.json().path("user").path("displayName").asText()).isEqualTo("Ada Lovelace");
        assertThat(me.json().path("role").asText()).isEqualTo("creator");
        var session = browser.get("/api/v1/sessions").json().path("data").path(0);
        assertThat(session.path("method").asText()).isEqualTo("sso");
        assertThat(session.path("issuer").asText()).isEqualTo("corp");
    }

    @Test
    void theIssuerIsAskedAsTheStandardsSay() {
        Begun begun = begin("corp", "/");
        issuer.signIn(begun.query().get("nonce"), unique("s"), unique("ada") + "@corp.example");
        comeBack(begun, "code=good&state=" + begun.query().get("state"));

        assertThat(begun.query())
                .containsEntry("response_type", "code")
                .containsEntry("client_id", StubIssuer.CLIENT)
                .containsEntry("code_challenge_method", "S256")
                .containsEntry(
                        "redirect_uri", api.server.at("/api/v1/auth/callback").toString());
        assertThat(begun.query().get("state")).hasSizeGreaterThanOrEqualTo(32);
        Map<String, String> form = issuer.form();
        assertThat(form)
                .containsEntry("code", "good")
                .containsEntry("redirect_uri", begun.query().get("redirect_uri"));
        assertThat(form.get("code_verifier")).hasSizeGreaterThanOrEqualTo(43);
        assertThat(form.get("authorization")).startsWith("Basic ");
        assertThat(begun.cookie()).doesNotContain(form.get("code_verifier"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example",
                "/%5Cevil.example",
                "/\t/evil.example",
                "gallery",
                "javascript:x",
                "/a%0d%0aSet-Cookie:%20x=y"
            })
    void nextLeadsNowhereElse(String next) {
        Answer answer = api.server
                .anonymous()
                .get("/api/v1/auth/oidc/corp/start?next="
                        + next.replace("\t", "%09").replace(":", "%3A"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Location")).isEmpty();
    }

    static Stream<Arguments> badTokens() {
        return Stream.of(
                bad("alg none", (stub, claims) -> Tokens.none(claims.build())),
                bad("HMAC by the public key", (stub, claims) -> Tokens.hmacByPublicKey(stub.key(), claims.build())),
                bad("another key of the same name", (stub, claims) -> Tokens.forged(stub.key(), claims.build())),
                bad("a key in the header", (stub, claims) -> Tokens.selfSigned(stub.key(), claims.build())),
                bad("another issuer's key", (stub, claims) -> Tokens.rs256(other.key(), claims.build())),
                bad(
                        "wrong audience",
                        (stub, claims) -> Tokens.rs256(
                                stub.key(), claims.audience("somebody-else").build())),
                bad(
                        "our API as audience",
                        (stub, claims) -> Tokens.rs256(
                                stub.key(), claims.audience(StubIssuer.AUDIENCE).build())),
                bad(
                        "several audiences and no party",
                        (stub, claims) -> Tokens.rs256(
                                stub.key(),
                                claims.audience(List.of(StubIssuer.CLIENT, "x")).build())),
                bad(
                        "another party",
                        (stub, claims) -> Tokens.rs256(
                                stub.key(), claims.claim("azp", "somebody-else").build())),
                bad(
                        "wrong issuer",
                        (stub, claims) -> Tokens.rs256(
                                stub.key(),
                                claims.issuer(other.url().toString()).build())),
                bad(
                        "wrong nonce",
                        (stub, claims) -> Tokens.rs256(
                                stub.key(), claims.claim("nonce", "another").build())),
                bad(
                        "no nonce",
                        (stub, claims) -> Tokens.rs256(
                                stub.key(), claims.claim("nonce", null).build())),
                bad(
                        "expired",
                        (stub, claims) -> Tokens.rs256(
                                stub.key(),
                                claims.expirationTime(Date.from(Instant.now().minusSeconds(90)))
                                        .build())),
                bad(
                        "no end",
                        (stub, claims) -> Tokens.rs256(
                                stub.key(), claims.expirationTime(null).build())),
                bad(
                        "from the future",
                        (stub, claims) -> Tokens.rs256(
                                stub.key(),
                                claims.issueTime(Date.from(Instant.now().plusSeconds(900)))
                                        .build())),
                bad(
                        "no subject",
                        (stub, claims) ->
                                Tokens.rs256(stub.key(), claims.subject(null).build())),
                bad(
                        "blank subject",
                        (stub, claims) ->
                                Tokens.rs256(stub.key(), claims.subject(" ").build())),
                bad("no token at all", (stub, claims) -> "x.y.z"));
    }

    private static Arguments bad(String name, BiFunction<StubIssuer, JWTClaimsSet.Builder, String> token) {
        return arguments(name, token);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void aTokenThatDoesNotHoldSignsNobodyIn(String name, BiFunction<StubIssuer, JWTClaimsSet.Builder, String> token) {
        issuer.answerWith(token);
        String email = unique("eve") + "@corp.example";

        trouble(signIn(unique("s"), email), "bad_answer");

        assertThat(api.store.accounts().findUserByEmail(email)).as(name).isEmpty();
    }

    @Test
    void anAnswerIsGoodOnceAndOnlyInTheBrowserThatBegan() {
        Begun begun = begin("corp", "/");
        String state = begun.query().get("state");
        issuer.signIn(begun.query().get("nonce"), unique("s"), unique("ada") + "@corp.example");
        int codes = issuer.codesSeen.get();

        trouble(api.server.anonymous().get("/api/v1/auth/callback?code=good&state=" + state), "stale");
        trouble(comeBack(begun, "code=good&state=another"), "stale");
        trouble(comeBack(begun, "code=good"), "stale");
        trouble(comeBack(new Begun(begun.cookie() + "x", begun.query()), "code=good&state=" + state), "stale");
        Begun another = begin("corp", "/");
        trouble(comeBack(another, "code=good&state=" + state), "stale");
        assertThat(issuer.codesSeen).hasValue(codes);

        assertThat(comeBack(begun, "code=good&state=" + state).header("Location"))
                .isEqualTo("/");
        trouble(comeBack(begun, "code=good&state=" + state), "stale");
        assertThat(issuer.codesSeen).hasValue(codes + 1);
    }

    @Test
    void anAnswerComesWithinTenMinutes() {
        Begun begun = begin("corp", "/");
        api.clock.advance(FlowCookie.LIFE);

        trouble(comeBack(begun, "code=good&state=" + begun.query().get("state")), "stale");
    }

    @Test
    void anAnswerInTheNameOfAnotherIssuerIsRefused() {
        Begun begun = begin("corp", "/");

        trouble(comeBack(begun, "code=good&state=" + begun.query().get("state") + "&iss=" + other.url()), "bad_answer");
    }

    @Test
    void whoSaysNoAtTheIssuerIsBackOnTheSignInPage() {
        Begun first = begin("corp", "/");
        trouble(comeBack(first, "error=access_denied&state=" + first.query().get("state")), "cancelled");
        Begun second = begin("corp", "/");
        trouble(comeBack(second, "error=server_error&state=" + second.query().get("state")), "issuer_refused");
    }

    @Test
    void aDeadOrUnknownIssuerStopsNobodyElse() {
        trouble(api.server.anonymous().get("/api/v1/auth/oidc/dead/start"), "issuer_unreachable");
        trouble(api.server.anonymous().get("/api/v1/auth/oidc/nobody/start"), "unknown_issuer");
        assertThat(signIn(unique("s"), unique("ada") + "@corp.example").header("Location"))
                .isEqualTo("/gallery");
    }

    @Test
    void aKnownIssuerThatGoesDownIsToldAndComesBack() {
        Begun begun = begin("other", "/");
        other.up(false);
        trouble(comeBack(begun, "code=good&state=" + begun.query().get("state")), "bad_answer");
        other.up(true);
        Begun again = begin("other", "/");
        other.signIn(again.query().get("nonce"), unique("s"), unique("ada") + "@corp.example");
        assertThat(comeBack(again, "code=good&state=" + again.query().get("state"))
                        .header("Location"))
                .isEqualTo("/");
    }

    @Test
    void keysAreRotatedWithoutAnybodyNoticing() {
        String subject = unique("s");
        String email = unique("ada") + "@corp.example";
        assertThat(signIn(subject, email).header("Location")).isEqualTo("/gallery");

        issuer.rotate(unique("key"));

        assertThat(signIn(subject, email).header("Location")).isEqualTo("/gallery");
    }

    @Test
    void anAddressAloneLinksNobodyAndADomainIsChecked() {
        trouble(signIn(unique("s"), "owner@first.example"), "not_linked");
        Begun begun = begin("other", "/");
        other.signIn(begun.query().get("nonce"), unique("s"), "ada@evil.example");
        trouble(comeBack(begun, "code=good&state=" + begun.query().get("state")), "email_domain");
    }

    @Test
    void whoIsShutOutStaysOut() {
        String subject = unique("s");
        String email = unique("ada") + "@corp.example";
        signIn(subject, email);
        User user = api.store.accounts().findUserByEmail(email).orElseThrow();
        assertThat(api.store.accounts().openSessions(user.id(), api.clock.instant()))
                .singleElement()
                .satisfies(session -> assertThat(session.origin().method()).isEqualTo(SignInMethod.SSO));
        api.store.accounts().updateUser(user.withDisabled(true));

        trouble(signIn(subject, email), "disabled");
    }
}
