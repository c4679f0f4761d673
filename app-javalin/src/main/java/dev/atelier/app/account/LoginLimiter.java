package dev.atelier.app.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.core.account.OneTimeToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Slows guessing down: ten tries per account and fifty per network in a quarter of an hour, as token buckets. A try is taken before the
 * password is looked at, so that tries side by side count too; a right one is given back. Nobody is locked out for long by another's
 * tries. Per process. Thread-safe.
 */
final class LoginLimiter {
    private static final int PER_ACCOUNT = 10;
    private static final int PER_NETWORK = 50;
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int MOST_KEYS = 100_000;

    private final Cache<String, Bucket> buckets;
    private final Clock clock;

    LoginLimiter(Clock clock) {
        this.clock = clock;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_KEYS)
                .expireAfterAccess(WINDOW)
                .build();
    }

    /** @throws Problem 429 if too many were wrong of late */
    void take(String account, String network) {
        take(bucket("account", account, PER_ACCOUNT));
        take(bucket("network", network, PER_NETWORK));
    }

    void giveBack(String account, String network) {
        bucket("account", account, PER_ACCOUNT).giveBack();
        bucket("network", network, PER_NETWORK).giveBack();
    }

    private void take(Bucket bucket) {
        Duration wait = bucket.take(clock.instant());
        if (!wait.isZero()) {
            throw Problem.of(ProblemCode.RATE_LIMITED, "Too many tries to sign in.")
                    .retryAfter(wait);
        }
    }

    private Bucket bucket(String kind, String key, int size) {
        // Hashed, so that a long name costs no memory.
        String name = kind + OneTimeToken.hashOf(key.strip().toLowerCase(Locale.ROOT));
        return buckets.get(name, ignored -> new Bucket(size, clock.instant()));
    }

    private static final class Bucket {
        private final int size;
        private double tokens;
        private Instant filledAt;

        Bucket(int size, Instant now) {
            this.size = size;
            this.tokens = size;
            this.filledAt = now;
        }

        synchronized Duration take(Instant now) {
            double perMilli = (double) size / WINDOW.toMillis();
            long passed = Math.max(0, Duration.between(filledAt, now).toMillis());
            tokens = Math.min(size, tokens + passed * perMilli);
            filledAt = now;
            if (tokens >= 1) {
                tokens -= 1;
                return Duration.ZERO;
            }
            return Duration.ofMillis((long) Math.ceil((1 - tokens) / perMilli));
        }

        synchronized void giveBack() {
            tokens = Math.min(size, tokens + 1);
        }
    }
}
