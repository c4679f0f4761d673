package dev.atelier.persistence.event;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.shared.Threads;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Tells all processes that an org has new events, after their commit.
 *
 * <p>Not in the transaction that writes the event: PostgreSQL lets only one transaction that notifies commit at a time, and holds the
 * others up through its sync. Rings that come together are one. A ring that is lost, since the process died, is made good by the
 * listeners, who look every second. Thread-safe.
 */
public final class EventBell implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EventBell.class.getName());
    private static final long LONGEST_CLOSE_SECONDS = 2;

    private final DataSource pool;
    private final Set<OrgId> waiting = ConcurrentHashMap.newKeySet();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Threads.named("atelier-bell"));

    public EventBell(DataSource pool) {
        this.pool = pool;
    }

    /** Rings soon; does not wait. */
    void ring(OrgId org) {
        if (waiting.add(org)) {
            try {
                thread.execute(this::tell);
            } catch (RejectedExecutionException e) {
                LOG.log(System.Logger.Level.DEBUG, "closed meanwhile", e);
            }
        }
    }

    private void tell() {
        // Before the ring, so that an event which comes during it is rung for again.
        Object[] orgs = waiting.stream().filter(waiting::remove).map(OrgId::toString).toArray();
        if (orgs.length == 0) {
            return;
        }
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT pg_notify('atelier_event', org) FROM unnest(?) AS org")) {
            statement.setArray(1, connection.createArrayOf("text", orgs));
            statement.execute();
        } catch (SQLException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "news of {0} orgs are found by looking: {1}", orgs.length, e.toString());
        }
    }

    /** Rings what is left. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
