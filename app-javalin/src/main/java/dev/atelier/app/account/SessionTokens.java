package dev.atelier.app.account;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import dev.atelier.core.account.Session;
import dev.atelier.core.account.SessionId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.shared.Ids;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The short-lived tokens of signed-in sessions: JWT, HS256 and nothing else, typ {@code at+jwt}. They name a session; what its person may do is read
 * from the store. Thread-safe.
 */
final class SessionTokens {
    static final Duration LIFE = Duration.ofMinutes(10);
    private static final String ISSUER = "atelier";
    private static final String AUDIENCE = "atelier-api";
    private static final String TYPE = "at+jwt";
    private static final int MOST_CHARACTERS = 4096;
    private static final long LEEWAY_SECONDS = 30;

    private final Algorithm algorithm;
    private final String keyId;
    private final JWTVerifier verifier;
    private final Ids ids;
    private final Clock clock;

    SessionTokens(SessionSettings settings, Ids ids, Clock clock) {
        this.algorithm = Algorithm.HMAC256(settings.signingKey());
        this.keyId = nameOf(settings.signingKey());
        this.ids = ids;
        this.clock = clock;
        var verification =
                JWT.require(algorithm).withIssuer(ISSUER).withAudience(AUDIENCE).acceptLeeway(LEEWAY_SECONDS);
        for (String claim : new String[] {"sub", "sid", "sv", "iat", "nbf", "exp", "jti"}) {
            verification.withClaimPresence(claim);
        }
        this.verifier = ((JWTVerifier.BaseVerification) verification).build(clock);
    }

    /** What a good token says. */
    record Claims(UserId user, SessionId session, int sessionVersion) {}

    String issue(Session session) {
        Instant now = clock.instant();
        return JWT.create()
                .withHeader(Map.of("typ", TYPE))
                .withKeyId(keyId)
                .withIssuer(ISSUER)
                .withAudience(AUDIENCE)
                .withSubject(session.user().toString())
                .withClaim("sid", session.id().toString())
                .withClaim("sv", session.sessionVersion())
                .withIssuedAt(now)
                .withNotBefore(now)
                .withExpiresAt(now.plus(LIFE))
                .withJWTId(ids.next().toString())
                .sign(algorithm);
    }

    /** Empty for whatever is not a token of ours that is good now; why is nobody's business. */
    Optional<Claims> verify(String token) {
        if (token.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            DecodedJWT jwt = verifier.verify(token);
            if (!TYPE.equals(jwt.getType()) || !keyId.equals(jwt.getKeyId())) {
                return Optional.empty();
            }
            Integer version = jwt.getClaim("sv").asInt();
            if (version == null) {
                return Optional.empty();
            }
            return Optional.of(new Claims(
                    UserId.of(jwt.getSubject()),
                    SessionId.of(jwt.getClaim("sid").asString()),
                    version));
        } catch (JWTVerificationException | IllegalArgumentException | NullPointerException e) {
            // The last one comes from claims of another type than ours.
            return Optional.empty();
        }
    }

    private static String nameOf(byte[] key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
