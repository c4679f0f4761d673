package dev.atelier.persistence.event;

import dev.atelier.core.account.OrgId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears of news through LISTEN and, since a notification may be lost, by looking once a second as long as somebody is
 * subscribed. One thread and one connection of its own, from the first subscription until {@link #close()}.
 *
 * <p>A connection that died without a word (a half-open line) is found within {@link #ALIVE_EVERY} and opened anew; the
 * looking goes on meanwhile. Thread-safe.
 */
public final class NewsListener implements AutoCloseable {
    static final String EVENTS = "atelier_event";
    static final String PROVIDERS = "atelier_provider";

    private static final System.Logger LOG = System.getLogger(NewsListener.class.getName());
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /** A committed event is not readable while an older transaction runs: after a ring we look again soon. */
    private static final Duration LOOK_AFTER_RING = Duration.ofMillis(25);

    private static final Duration ALIVE_EVERY = Duration.ofSeconds(5);
    private static final int ALIVE_TIMEOUT_SECONDS = 2;

    /** Opens a connection outside of every pool, in auto-commit mode. */
    @FunctionalInterface
    public interface ConnectionSource {
        Connection open() throws SQLException;
    }

    private final ConnectionSource source;
    private final NewsBoard board;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final Object starting = new Object();
    private @Nullable Thread thread;
    private volatile @Nullable Connection current;
    private volatile boolean closed;

    /** @param board looks for what is new */
    public NewsListener(ConnectionSource source, NewsBoard board) {
        this.source = source;
        this.board = board;
    }

    /** Calls the action soon after events of the org became readable. */
    public AutoCloseable onEvents(OrgId org, Runnable action) {
        return subscribe(new Subscription(org, action));
    }

    /** Calls the action soon after a provider's configuration changed. */
    public AutoCloseable onProviderChange(Runnable action) {
        return subscribe(new Subscription(null, action));
    }

    private AutoCloseable subscribe(Subscription subscription) {
        subscriptions.add(subscription);
        synchronized (starting) {
            if (closed) {
                throw new IllegalStateException("the store is closed");
            }
            if (thread == null) {
                thread = new Thread(this::listenAlways, "atelier-news");
                thread.setDaemon(true);
                thread.start();
            }
        }
        return () -> {
            subscription.open = false;
            subscriptions.remove(subscription);
        };
    }

    private void listenAlways() {
        while (!closed) {
            try (Connection connection = source.open()) {
                current = connection;
                try (Statement statement = connection.createStatement()) {
                    statement.execute("LISTEN " + EVENTS);
                    statement.execute("LISTEN " + PROVIDERS);
                }
                listen(connection);
            } catch (SQLException | RuntimeException e) {
                if (!closed) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "the news connection broke and is opened again: {0}",
                            e.toString());
                    look(Set.of(), false);
                    pause();
                }
            } finally {
                current = null;
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        PGConnection notifications = connection.unwrap(PGConnection.class);
        long aliveAt = System.nanoTime();
        long lookedAt = aliveAt;
        // What happened while nobody listened.
        look(Set.of(), false);
        while (!closed) {
            Duration wait = board.waiting() ? LOOK_AFTER_RING : LOOK_EVERY;
            PGNotification[] rings = notifications.getNotifications((int) wait.toMillis());
            long now = System.nanoTime();
            if (now - aliveAt > ALIVE_EVERY.toNanos()) {
                if (!connection.isValid(ALIVE_TIMEOUT_SECONDS)) {
                    throw new SQLException("the connection is dead");
                }
                aliveAt = now;
            }
            boolean rung = rings != null && rings.length > 0;
            if (rung || board.waiting() || now - lookedAt > LOOK_EVERY.toNanos() / 2) {
                look(orgsOf(rings), providersRang(rings));
                lookedAt = now;
            }
        }
    }

    private static Set<OrgId> orgsOf(PGNotification @Nullable [] rings) {
        Set<OrgId> orgs = new HashSet<>();
        if (rings != null) {
            for (PGNotification ring : rings) {
                if (ring.getName().equals(EVENTS)) {
                    orgs.add(new OrgId(UUID.fromString(ring.getParameter())));
                }
            }
        }
        return orgs;
    }

    private static boolean providersRang(PGNotification @Nullable [] rings) {
        if (rings != null) {
            for (PGNotification ring : rings) {
                if (ring.getName().equals(PROVIDERS)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void look(Set<OrgId> rung, boolean providersRang) {
        Set<OrgId> subscribed = new HashSet<>();
        boolean providers = false;
        for (Subscription subscription : subscriptions) {
            if (subscription.org == null) {
                providers = true;
            } else {
                subscribed.add(subscription.org);
            }
        }
        try {
            Set<OrgId> news = board.newsFor(subscribed, rung);
            boolean changed = providers && (board.providersChanged() || providersRang);
            for (Subscription subscription : subscriptions) {
                OrgId org = subscription.org;
                if (subscription.fresh || (org == null ? changed : news.contains(org))) {
                    subscription.fresh = false;
                    subscription.call();
                }
            }
        } catch (RuntimeException e) {
            // The next look, a second later at most, finds what this one could not.
            LOG.log(System.Logger.Level.DEBUG, "looking for news failed", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        Thread running;
        synchronized (starting) {
            closed = true;
            running = thread;
        }
        Connection connection = current;
        try {
            if (connection != null) {
                // The thread waits inside a read: closing politely would wait for it.
                connection.abort(Runnable::run);
            }
            if (running != null) {
                running.join(Duration.ofSeconds(3).toMillis());
            }
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing the news connection failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One who wants to hear; {@code org} is null for provider changes. */
    private static final class Subscription {
        final @Nullable OrgId org;
        final Runnable action;
        /** Called once at the first look, since news may have come between reading and subscribing. */
        volatile boolean fresh = true;

        volatile boolean open = true;

        Subscription(@Nullable OrgId org, Runnable action) {
            this.org = org;
            this.action = action;
        }

        void call() {
            if (!open) {
                return;
            }
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "a listener failed", e);
            }
        }
    }
}
