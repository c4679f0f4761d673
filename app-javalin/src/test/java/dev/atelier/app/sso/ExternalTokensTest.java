package dev.atelier.app.sso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.atelier.app.account.TestApi;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.User;
import dev.atelier.core.fakes.Together;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExternalTokensTest {
    private static StubIssuer issuer;
    private static TestApi api;

    @BeforeAll
    static void start() {
        issuer = new StubIssuer();
        api = new TestApi(new SsoSettings(
                List.of(new IssuerSettings(
                        "corp",
                        "Example Corp",
                        issuer.url(),
                        StubIssuer.CLIENT,
                        null,
                        StubIssuer.AUDIENCE,
                        Set.of(),
                        Role.CREATOR,
                        false,
                        false)),
                true,
                List.of()));
    }

    @AfterAll
    static void stop() {
        api.close();
        issuer.close();
    }

    private static String unique() {
        return "s-" + UUID.randomUUID();
    }

    private static Answer me(String token) {
        return api.server.bearer(token).get("/api/v1/me");
    }

    @Test
    void aProgramWithATokenOfTheIssuerIsItsPerson() {
        String subject = unique();
        String token =
                Tokens.typed(issuer.key(), "at+jwt", issuer.bearer(subject).build());

        Answer me = me(token);

        assertThat(me.status()).isEqualTo(200);
        assertThat(me.json().path("user").path("email").asText()).isEqualTo(subject + "@corp.example");
        assertThat(me.json().path("role").asText()).isEqualTo("creator");
        assertThat(me(Tokens.rs256(issuer.key(), issuer.bearer(subject).build()))
                        .json()
                        .path("user"))
                .isEqualTo(me.json().path("user"));
    }

    @Test
    void ofManyFirstRequestsAtOnceOneMakesThePerson() {
        String token = Tokens.rs256(issuer.key(), issuer.bearer(unique()).build());

        List<String> ids =
                Together.run(32, i -> me(token).json().path("user").path("id").asText());

        assertThat(Set.copyOf(ids)).hasSize(1).doesNotContain("");
    }

    @Test
    void aProgramNeedsNoAddress() {
        Answer me = me(Tokens.rs256(
                issuer.key(), issuer.bearer(unique()).claim("email", null).build()));

        assertThat(me.status()).isEqualTo(200);
        assertThat(me.json().path("user").path("email").asText()).endsWith("@issuer.invalid");
    }

    @Test
    void aTokenMakesItselfNoLastingOne() {
        String token = Tokens.rs256(issuer.key(), issuer.bearer(unique()).build());

        Answer made = api.server
                .bearer(token)
                .post("/api/v1/access-tokens", "{\"name\":\"mine\",\"scopes\":[\"images:read\"]}");

        assertThat(made.status()).isEqualTo(403);
    }

    static Stream<Arguments> badTokens() {
        return Stream.of(
                bad("alg none", claims -> Tokens.none(claims.build())),
                bad("HMAC by the public key", claims -> Tokens.hmacByPublicKey(issuer.key(), claims.build())),
                bad("another key of the same name", claims -> Tokens.forged(issuer.key(), claims.build())),
                bad("a key in the header", claims -> Tokens.selfSigned(issuer.key(), claims.build())),
                bad("an unknown key", claims -> Tokens.rs256(StubIssuer.newKey("nobody"), claims.build())),
                bad(
                        "no key named",
                        claims -> Tokens.rs256(issuer.key(), new JWSHeader(JWSAlgorithm.RS256), claims.build())),
                bad(
                        "an ID token",
                        claims -> Tokens.rs256(
                                issuer.key(), claims.audience(StubIssuer.CLIENT).build())),
                bad(
                        "no audience",
                        claims -> Tokens.rs256(
                                issuer.key(), claims.audience((String) null).build())),
                bad(
                        "expired",
                        claims -> Tokens.rs256(
                                issuer.key(),
                                claims.expirationTime(Date.from(Instant.now().minusSeconds(90)))
                                        .build())),
                bad(
                        "no end",
                        claims -> Tokens.rs256(
                                issuer.key(), claims.expirationTime(null).build())),
                bad(
                        "not yet",
                        claims -> Tokens.rs256(
                                issuer.key(),
                                claims.notBeforeTime(Date.from(Instant.now().plusSeconds(900)))
                                        .build())),
                bad(
                        "no subject",
                        claims ->
                                Tokens.rs256(issuer.key(), claims.subject(null).build())),
                bad("a logout token", claims -> Tokens.typed(issuer.key(), "logout+jwt", claims.build())),
                bad(
                        "another issuer",
                        claims -> Tokens.rs256(
                                issuer.key(),
                                claims.issuer("https://evil.example").build())));
    }

    private static Arguments bad(String name, Function<JWTClaimsSet.Builder, String> token) {
        return arguments(name, token);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void aTokenThatDoesNotHoldIsRefused(String name, Function<JWTClaimsSet.Builder, String> token) {
        String subject = unique();

        Answer me = me(token.apply(issuer.bearer(subject)));

        assertThat(me.status()).as(name).isEqualTo(401);
        assertThat(api.store.accounts().findUserByEmail(subject + "@corp.example"))
                .isEmpty();
    }

    @Test
    void unknownKeysMakeFewFetches() {
        me(Tokens.rs256(issuer.key(), issuer.bearer(unique()).build()));
        int before = issuer.keyFetches.get();
        var stranger = StubIssuer.newKey("stranger");
        for (int i = 0; i < 20; i++) {
            assertThat(me(Tokens.rs256(stranger, issuer.bearer(unique()).build()))
                            .status())
                    .isEqualTo(401);
        }

        assertThat(issuer.keyFetches.get() - before).isLessThanOrEqualTo(2);
    }

    @Test
    void whoIsShutOutIsRefusedWithinFiveSeconds() {
        String subject = unique();
        String token = Tokens.rs256(issuer.key(), issuer.bearer(subject).build());
        assertThat(me(token).status()).isEqualTo(200);
        User user =
                api.store.accounts().findUserByEmail(subject + "@corp.example").orElseThrow();

        api.store.accounts().updateUser(user.withDisabled(true));
        api.clock.advance(Duration.ofSeconds(5));

        assertThat(me(token).code()).isEqualTo("forbidden");
    }
}
