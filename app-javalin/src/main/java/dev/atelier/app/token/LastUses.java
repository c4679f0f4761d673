package dev.atelier.app.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atelier.core.shared.Threads;
import dev.atelier.core.token.AccessToken;
import dev.atelier.core.token.AccessTokenId;
import dev.atelier.core.token.spi.AccessTokenRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down when and from where a token was used last: once a minute for each token, on a thread of its own, so that no request waits
 * for it. What does not fit is left out. Thread-safe.
 */
final class LastUses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LastUses.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST_TOKENS = 50_000;
    private static final int MOST_WAITING = 1_000;
    private static final long CLOSING_SECONDS = 2;

    private final AccessTokenRepository tokens;
    private final Clock clock;
    private final Cache<AccessTokenId, Boolean> noted;
    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(
            0,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Threads.named("atelier-token-uses"),
            new ThreadPoolExecutor.DiscardPolicy());

    LastUses(AccessTokenRepository tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
        this.noted = Caffeine.newBuilder()
                .maximumSize(MOST_TOKENS)
                .expireAfterWrite(PAUSE)
                .ticker(() -> Math.multiplyExact(clock.millis(), 1_000_000L))
                .build();
    }

    /** Quick; writes nothing itself. */
    void note(AccessTokenId token, String address) {
        if (noted.getIfPresent(token) == null && noted.asMap().putIfAbsent(token, Boolean.TRUE) == null) {
            AccessToken.LastUse use = new AccessToken.LastUse(clock.instant().truncatedTo(ChronoUnit.MICROS), address);
            writer.execute(() -> write(token, use));
        }
    }

    private void write(AccessTokenId token, AccessToken.LastUse use) {
        try {
            tokens.used(token, use);
        } catch (RuntimeException e) {
            LOG.warn("the last use of access token {} could not be written", token, e);
        }
    }

    /** Writes what waits, for two seconds at most. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException e) {
            writer.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
