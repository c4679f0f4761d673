package dev.atelier.app.account;

import dev.atelier.core.account.SessionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Refresh tokens: session id, 256 random bits, and a mac over both. The mac proves that a token which is no longer stored was once
 * ours, so that the reuse of any old one can end its session while a made-up one cannot. Thread-safe.
 */
final class RefreshTokens {
    private static final int ID_BYTES = 16;
    private static final int RANDOM_BYTES = 32;
    private static final int MAC_BYTES = 16;
    private static final int TEXT_LENGTH = 86;

    private final SecureRandom random = new SecureRandom();
    private final byte[] key;

    RefreshTokens(SessionSettings settings) {
        this.key = settings.signingKey();
    }

    String make(SessionId session) {
        byte[] secret = new byte[RANDOM_BYTES];
        random.nextBytes(secret);
        byte[] body = ByteBuffer.allocate(ID_BYTES + RANDOM_BYTES)
                .putLong(session.value().getMostSignificantBits())
                .putLong(session.value().getLeastSignificantBits())
                .put(secret)
                .array();
        byte[] all = ByteBuffer.allocate(body.length + MAC_BYTES)
                .put(body)
                .put(mac(body))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** The session that the token was made for; empty if it is none of ours. */
    Optional<SessionId> sessionOf(String token) {
        if (token.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOf(all, ID_BYTES + RANDOM_BYTES);
        if (!MessageDigest.isEqual(mac(body), Arrays.copyOfRange(all, body.length, all.length))) {
            return Optional.empty();
        }
        ByteBuffer id = ByteBuffer.wrap(body);
        return Optional.of(new SessionId(new UUID(id.getLong(), id.getLong())));
    }

    private byte[] mac(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            // The same key signs access tokens; the label keeps the two apart.
            mac.update("refresh|".getBytes(StandardCharsets.US_ASCII));
            return Arrays.copyOf(mac.doFinal(body), MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
