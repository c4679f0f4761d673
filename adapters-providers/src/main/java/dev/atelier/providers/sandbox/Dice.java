package dev.atelier.providers.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Chance that repeats itself: SplitMix64, written out because the JDK does not promise its bounded draws to stay the same from
 * release to release. Not thread-safe.
 */
final class Dice {
    private long state;

    Dice(long seed) {
        this.state = seed;
    }

    /** Dice that are the same for the same words. */
    static Dice of(String words) {
        return new Dice(
                ByteBuffer.wrap(sha256(words.getBytes(StandardCharsets.UTF_8))).getLong());
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private long nextLong() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** 0 to {@code bound - 1}. */
    int below(int bound) {
        return (int) ((nextLong() >>> 33) % bound);
    }

    /** {@code low} to {@code high}. */
    int between(int low, int high) {
        return low + below(high - low + 1);
    }

    /** {@code low} to {@code high}, in 1,024 steps. */
    double range(double low, double high) {
        return low + (high - low) * below(1025) / 1024.0;
    }

    boolean chance(int percent) {
        return below(100) < percent;
    }

    <T> T pick(List<T> choices) {
        return choices.get(below(choices.size()));
    }
}
