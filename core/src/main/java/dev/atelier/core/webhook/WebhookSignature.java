package dev.atelier.core.webhook;

import dev.atelier.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The headers of Standard Webhooks 1.0 (standardwebhooks.com, read 2026-11-20): {@code v1}, HMAC-SHA256 over id, time and body. */
final class WebhookSignature {
    private static final String PREFIX = "whsec_";
    private static final int KEY_BYTES = 32;

    private WebhookSignature() {}

    /** A new secret in the form that receivers configure. */
    static Secret newSecret(SecureRandom random) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return Secret.of(PREFIX + Base64.getEncoder().encodeToString(key));
    }

    /** @param secrets all that sign; a receiver that knows one of them is content */
    static Map<String, String> headers(DeliveryId id, Instant now, byte[] body, List<Secret> secrets) {
        String timestamp = String.valueOf(now.getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", id.toString());
        headers.put("webhook-timestamp", timestamp);
        headers.put(
                "webhook-signature",
                secrets.stream()
                        .map(secret -> "v1," + sign(secret, id + "." + timestamp + ".", body))
                        .collect(Collectors.joining(" ")));
        return headers;
    }

    private static String sign(Secret secret, String head, byte[] body) {
        try {
            byte[] key = Base64.getDecoder().decode(secret.reveal().substring(PREFIX.length()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
