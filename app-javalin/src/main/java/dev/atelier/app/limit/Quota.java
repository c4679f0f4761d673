package dev.atelier.app.limit;

import io.github.bucket4j.BandwidthBuilder;
import io.github.bucket4j.BucketConfiguration;
import java.time.Duration;

/**
 * So much in a window, as a token bucket: it starts full and fills evenly.
 *
 * @param name the word in headers and keys, such as {@code writes}
 * @param most tokens in a window, 1 or more
 */
record Quota(String name, long most, Duration window) {
    static Quota perMinute(String name, long most) {
        return new Quota(name, most, Duration.ofMinutes(1));
    }

    /** The key of this caller's budget. Numbers are part of it: another limit begins a new budget. */
    String keyOf(String subject) {
        return name + "/" + most + "/" + window.toSeconds() + "/" + subject;
    }

    BucketConfiguration limits() {
        return BucketConfiguration.builder()
                .addLimit(BandwidthBuilder.builder()
                        .capacity(most)
                        .refillGreedy(most, window)
                        .build())
                .build();
    }
}
