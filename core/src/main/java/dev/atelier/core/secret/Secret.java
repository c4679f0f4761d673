package dev.atelier.core.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A secret in memory: shows itself to nobody who does not call {@link #reveal}.
 *
 * <p>No {@code toString} and no serialiser may give the text away; {@link #lastFour} is what people may see.
 */
public final class Secret {
    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if the text is blank */
    public static Secret of(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a secret may not be blank");
        }
        return new Secret(text);
    }

    /** The text itself: only for the wire and for sealing. */
    public String reveal() {
        return text;
    }

    /** The last four characters, or fewer stars if the secret is too short to show any. */
    public String lastFour() {
        return text.length() < 12 ? "****" : text.substring(text.length() - 4);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8), secret.text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "Secret[****]";
    }
}
