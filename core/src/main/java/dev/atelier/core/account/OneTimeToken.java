package dev.atelier.core.account;

import dev.atelier.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A token of 256 random bits that is shown once and stored as its hash.
 *
 * @param token what the person gets
 * @param hash SHA-256 in hex of it, which is what we keep
 */
public record OneTimeToken(Secret token, String hash) {
    private static final int BYTES = 32;

    public static OneTimeToken make(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return new OneTimeToken(Secret.of(text), hashOf(text));
    }

    /** The hash under which a token is stored; whoever finds it cannot turn it back. */
    public static String hashOf(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
