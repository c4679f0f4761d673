package dev.atelier.app.sso;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import io.javalin.http.Context;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps a {@link Flow} in the browser that began it, sealed (JWE, A256GCM), for ten minutes; so every server of the installation can
 * finish it. The newest flow of a browser replaces the one before. {@code SameSite=Lax}, because it must come along when the issuer sends
 * the browser back. Thread-safe.
 */
final class FlowCookie {
    static final Duration LIFE = Duration.ofMinutes(10);
    private static final JWEHeader HEADER = new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM);
    private static final int MOST_CHARACTERS = 4_000;

    private final SecretKeySpec key;
    private final String name;
    private final String attributes;
    private final Clock clock;

    /** @param installationKey 32 bytes or more, the same on every server */
    FlowCookie(byte[] installationKey, boolean https, Clock clock) {
        this.key = derived(installationKey);
        this.name = (https ? "__Host-" : "") + "atelier_sso";
        this.attributes = "; Path=/; HttpOnly; SameSite=Lax" + (https ? "; Secure" : "");
        this.clock = clock;
    }

    void set(Context ctx, Flow flow) {
        EncryptedJWT jwt = new EncryptedJWT(
                HEADER,
                new JWTClaimsSet.Builder()
                        .issuer(flow.issuer())
                        .claim("state", flow.state().getValue())
                        .claim("nonce", flow.nonce().getValue())
                        .claim("verifier", flow.verifier().getValue())
                        .claim("next", flow.next())
                        .claim("callback", flow.callback().toString())
                        .expirationTime(Date.from(flow.expiresAt()))
                        .build());
        try {
            jwt.encrypt(new DirectEncrypter(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
        write(ctx, jwt.serialize(), LIFE);
    }

    /** Takes the flow out of the browser; empty if there is none that is ours and not too old. */
    Optional<Flow> take(Context ctx) {
        String text = ctx.cookie(name);
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        write(ctx, "", Duration.ZERO);
        return text.length() > MOST_CHARACTERS ? Optional.empty() : read(text);
    }

    private Optional<Flow> read(String text) {
        try {
            EncryptedJWT jwt = EncryptedJWT.parse(text);
            jwt.decrypt(new DirectDecrypter(key));
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Instant end = claims.getExpirationTime().toInstant();
            if (!clock.instant().isBefore(end)) {
                return Optional.empty();
            }
            return Optional.of(new Flow(
                    claims.getIssuer(),
                    new State(claims.getStringClaim("state")),
                    new Nonce(claims.getStringClaim("nonce")),
                    new CodeVerifier(claims.getStringClaim("verifier")),
                    claims.getStringClaim("next"),
                    URI.create(claims.getStringClaim("callback")),
                    end));
        } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private void write(Context ctx, String value, Duration life) {
        ctx.res().addHeader("Set-Cookie", name + "=" + value + "; Max-Age=" + life.toSeconds() + attributes);
    }

    // The installation's key signs sessions too; the label keeps the two apart.
    private static SecretKeySpec derived(byte[] installationKey) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(installationKey, "HmacSHA256"));
            return new SecretKeySpec(mac.doFinal("sso-flow|".getBytes(StandardCharsets.US_ASCII)), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
