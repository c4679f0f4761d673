package dev.atelier.app.account;

import java.util.HexFormat;
import java.util.List;

/**
 * Secrets and strengths of signing in.
 *
 * @param signingKey signs access and refresh tokens; 32 random bytes or more
 * @param pepper mixed into every password before hashing; 32 bytes or more, never changed
 * @param bcryptCost 4 to 15; 12 takes 0.2 s, fewer only in tests
 * @param trustedProxies addresses or CIDR blocks whose {@code X-Forwarded-For} is believed
 */
public record SessionSettings(byte[] signingKey, byte[] pepper, int bcryptCost, List<String> trustedProxies) {
    private static final int KEY_BYTES = 32;

    public SessionSettings {
        signingKey = strong("signing key", signingKey);
        pepper = strong("pepper", pepper);
        if (bcryptCost < 4 || bcryptCost > 15) {
            throw new IllegalArgumentException("bcrypt cost is " + bcryptCost + ", allowed are 4 to 15");
        }
        trustedProxies = List.copyOf(trustedProxies);
    }

    private static byte[] strong(String name, byte[] key) {
        if (key.length < KEY_BYTES) {
            throw new IllegalArgumentException("the " + name + " needs at least 32 random bytes");
        }
        if (HexFormat.of().formatHex(key).chars().distinct().count() < 6) {
            throw new IllegalArgumentException("the " + name + " is not random");
        }
        return key.clone();
    }

    @Override
    public String toString() {
        return "SessionSettings[cost " + bcryptCost + "]";
    }
}
