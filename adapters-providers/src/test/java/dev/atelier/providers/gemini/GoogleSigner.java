package dev.atelier.providers.gemini;

import dev.atelier.core.callback.RawCallback;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** Signs as Google does, with a pair of keys of its own. */
final class GoogleSigner {
    private final KeyPair keys;
    private final String kid;

    GoogleSigner(String kid) {
        this.kid = kid;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            this.keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public keys as Google shows them. */
    String jwks() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return "{\"keys\": [{\"kty\": \"EC\", \"kid\": \"other\"}, {\"kty\": \"RSA\", \"alg\": \"RS256\", \"use\": \"sig\", \"kid\": \"%s\", \"n\": \"%s\", \"e\": \"%s\"}]}"
                .formatted(kid, number(key.getModulus()), number(key.getPublicExponent()));
    }

    /** A callback with this event in its body and in its token. */
    RawCallback call(String event, Instant at) {
        return call("{\"alg\": \"RS256\", \"typ\": \"JWT\", \"kid\": \"%s\"}".formatted(kid), event, event, at);
    }

    RawCallback call(String head, String claims, String body, Instant at) {
        String made = claims.replaceFirst("\\{", "{\"iat\": " + at.getEpochSecond() + ", ");
        String signed = text(head) + "." + text(made);
        return raw(signed + "." + sign(signed), body, at);
    }

    static RawCallback raw(String signature, String body, Instant at) {
        return new RawCallback(
                Map.of("webhook-signature", signature, "webhook-id", "msg_1"),
                body.getBytes(StandardCharsets.UTF_8),
                at);
    }

    private String sign(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String number(BigInteger number) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(number.toByteArray());
    }
}
