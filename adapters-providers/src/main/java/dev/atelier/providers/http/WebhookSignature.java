package dev.atelier.providers.http;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures in the manner of Standard Webhooks (standardwebhooks.com, read 2026-11-20): HMAC-SHA256 over
 * {@code id.timestamp.body}, in the headers {@code webhook-id}, {@code webhook-timestamp} and {@code webhook-signature}.
 * Thread-safe.
 */
public final class WebhookSignature {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String PREFIX = "whsec_";

    private final byte[] key;

    /** @param secret {@code whsec_} and Base64, as vendors show it; anything else is taken as the key itself */
    public WebhookSignature(Secret secret) {
        this.key = key(secret.reveal());
    }

    private static byte[] key(String secret) {
        if (secret.startsWith(PREFIX)) {
            try {
                byte[] decoded = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
                if (decoded.length > 0) {
                    return decoded;
                }
            } catch (IllegalArgumentException e) {
                // Not Base64: then the secret is meant as it stands.
            }
        }
        return secret.getBytes(StandardCharsets.UTF_8);
    }

    /** The headers that sign a message. */
    public Map<String, String> headers(String id, Instant now, byte[] body) {
        String timestamp = String.valueOf(now.getEpochSecond());
        return Map.of(
                "webhook-id", id,
                "webhook-timestamp", timestamp,
                "webhook-signature", "v1," + Base64.getEncoder().encodeToString(sign(id, timestamp, body)));
    }

    /** True if one of the signatures is good and not older or newer than five minutes. */
    public boolean isGood(RawCallback callback) {
        Optional<String> id = callback.header("webhook-id");
        Optional<String> timestamp = callback.header("webhook-timestamp");
        Optional<String> signatures = callback.header("webhook-signature");
        if (id.isEmpty() || timestamp.isEmpty() || signatures.isEmpty() || !fresh(timestamp.get(), callback)) {
            return false;
        }
        byte[] wanted = sign(id.get(), timestamp.get(), callback.body());
        boolean good = false;
        for (String signature : signatures.get().split(" ")) {
            good |= signature.startsWith("v1,") && MessageDigest.isEqual(wanted, decoded(signature.substring(3)));
        }
        return good;
    }

    private static boolean fresh(String timestamp, RawCallback callback) {
        if (!timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
        return Duration.between(sent, callback.receivedAt()).abs().compareTo(TOLERANCE) <= 0;
    }

    private static byte[] decoded(String signature) {
        try {
            return Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private byte[] sign(String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
