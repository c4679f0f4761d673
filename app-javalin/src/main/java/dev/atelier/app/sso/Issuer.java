package dev.atelier.app.sso;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.atelier.providers.http.GuardedExchange;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One issuer and what it has signed. Signatures are RS256 or ES256 by a key of the issuer, whatever a token's header asks for; so
 * neither {@code none} nor an HMAC with a public key passes. Thread-safe.
 */
final class Issuer {
    /** Between two fetches of the keys that unknown key ids cause. */
    static final Duration KEY_SPACING = Duration.ofSeconds(15);

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
    private static final int SKEW_SECONDS = 30;

    private final IssuerSettings settings;
    private final IssuerHttp http;
    private final IssuerMetadata metadata;
    private final JWSKeySelector<SecurityContext> keys;

    Issuer(IssuerSettings settings, GuardedExchange exchange, Duration keySpacing, Clock clock) {
        this.settings = settings;
        this.http = new IssuerHttp(exchange);
        this.metadata = new IssuerMetadata(settings.id(), settings.url(), http, clock);
        JWKSource<SecurityContext> source = IssuerKeys.cached(metadata, http, keySpacing);
        this.keys = new JWSVerificationKeySelector<>(ALGORITHMS, source);
    }

    IssuerSettings settings() {
        return settings;
    }

    OIDCProviderMetadata metadata() throws SsoFailure {
        return metadata.get();
    }

    IssuerHttp http() {
        return http;
    }

    /** True if people sign in there. */
    boolean signsIn() {
        return settings.clientId() != null;
    }

    /** True if this is the name in {@code iss}; says nothing about who wrote it there. */
    boolean isNamed(@Nullable String iss) {
        String url = settings.url().toString();
        return iss != null && (iss.equals(url) || iss.equals(url + "/"));
    }

    /**
     * What an ID token says, if it is the issuer's, for us, for this sign-in, and good now.
     *
     * @throws SsoFailure if any of this does not hold, or the issuer's keys cannot be had
     */
    IDTokenClaimsSet checkIdToken(JWT token, Nonce nonce) throws SsoFailure {
        String client = String.valueOf(settings.clientId());
        IDTokenValidator validator = new IDTokenValidator(metadata().getIssuer(), new ClientID(client), keys, null);
        validator.setMaxClockSkew(SKEW_SECONDS);
        try {
            IDTokenClaimsSet claims = validator.validate(token, nonce);
            // OpenID Connect Core, 3.1.3.7, 4 and 5: several audiences need a party, and it must be us.
            String party = claims.getAuthorizedParty() == null
                    ? null
                    : claims.getAuthorizedParty().getValue();
            if ((party == null && claims.getAudience().size() > 1) || (party != null && !party.equals(client))) {
                throw new BadJOSEException("unexpected authorized party");
            }
            checkSubject(claims.getSubject().getValue());
            return claims;
        } catch (BadJOSEException | JOSEException | IllegalArgumentException e) {
            // The last one comes from claims that the library cannot hold, such as a blank subject.
            throw failure("ID token", e);
        }
    }

    /**
     * What a bearer token says, if it is the issuer's, for our audience, names its key, and is good now.
     *
     * @throws SsoFailure if any of this does not hold, or the issuer's keys cannot be had
     */
    JWTClaimsSet checkBearer(JWT token) throws SsoFailure {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(keys);
        // Not logout tokens and the like, which the same key signs.
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), null));
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                settings.audience(),
                new JWTClaimsSet.Builder()
                        .issuer(metadata().getIssuer().getValue())
                        .build(),
                Set.of("sub", "exp", "aud"));
        claims.setMaxClockSkew(SKEW_SECONDS);
        processor.setJWTClaimsSetVerifier(claims);
        try {
            if (settings.audience() == null || !(token instanceof SignedJWT signed)) {
                throw new BadJOSEException("not taken here");
            }
            if (signed.getHeader().getKeyID() == null) {
                throw new BadJOSEException("no key id");
            }
            JWTClaimsSet good = processor.process(signed, null);
            checkSubject(good.getSubject());
            return good;
        } catch (BadJOSEException | JOSEException | IllegalArgumentException e) {
            throw failure("bearer token", e);
        }
    }

    private static void checkSubject(String subject) throws BadJOSEException {
        if (subject.isBlank() || subject.length() > 255) {
            throw new BadJOSEException("a subject has 1 to 255 characters");
        }
    }

    private SsoFailure failure(String what, Exception cause) {
        // An unknown key within the pause between two fetches is an unknown key.
        boolean unreachable = cause instanceof KeySourceException && !(cause instanceof RateLimitReachedException);
        return new SsoFailure(
                unreachable ? SsoTrouble.ISSUER_UNREACHABLE : SsoTrouble.BAD_ANSWER,
                what + " of issuer " + settings.id() + " refused: " + cause.getMessage(),
                cause);
    }
}
