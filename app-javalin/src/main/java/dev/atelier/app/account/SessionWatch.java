package dev.atelier.app.account;

import dev.atelier.core.account.SessionId;
import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.shared.Threads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every few seconds, beside the requests: asks in one query which of the sessions with something open here were ended elsewhere, and
 * writes down in one go which sessions were used. One thread; a store that fails is asked again the next time.
 */
public final class SessionWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(3);

    private final Sessions sessions;
    private final AccountRepository accounts;
    private final Supplier<Set<SessionId>> open;
    private final Clock clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Threads.named("atelier-sessions"));

    /** @param open the sessions in whose name something is open on this node */
    public SessionWatch(Sessions sessions, AccountRepository accounts, Supplier<Set<SessionId>> open, Clock clock) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.open = open;
        this.clock = clock;
    }

    /** Looks from now on. */
    public SessionWatch start() {
        // Only close() ends it, and look() throws nothing.
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(
                this::lookGuarded, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    private void lookGuarded() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.warn("sessions could not be looked after now", e);
        }
    }

    /** One look. */
    void look() {
        Set<SessionId> watched = open.get();
        if (!watched.isEmpty()) {
            accounts.endedAmong(watched, clock.instant()).forEach(sessions::ended);
        }
        Map<SessionId, Instant> used = sessions.takeUsed();
        if (!used.isEmpty()) {
            accounts.sessionsSeen(used);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
