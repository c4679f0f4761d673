package dev.atelier.persistence.job;

import com.github.kagkarlsson.scheduler.task.Execution;
import dev.atelier.core.shared.Threads;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Takes finished jobs out of the table, many in one statement. Nobody waits for that: until its row is gone a finished job
 * counts as running, and if the process dies first it is run again, which every step must bear anyway. Thread-safe.
 */
final class JobRemovals implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(JobRemovals.class.getName());
    private static final Duration GATHER = Duration.ofMillis(50);
    private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(1);
    private static final int MOST = 500;
    private static final String REMOVE = """
            DELETE FROM scheduled_tasks t USING unnest(?, ?) AS finished (id, version)
             WHERE t.task_name = ? AND t.task_instance = finished.id AND t.version = finished.version AND t.picked""";

    /** @param version fences the removal: a job that another worker has by now is left alone */
    private record Finished(String id, long version) {}

    private final DataSource pool;
    private final BlockingQueue<Finished> finished = new LinkedBlockingQueue<>();
    private final Semaphore filled = new Semaphore(0);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Threads.named("atelier-job-removal").newThread(this::run);

    JobRemovals(DataSource pool) {
        this.pool = pool;
    }

    void start() {
        thread.start();
    }

    void add(Execution execution) {
        finished.add(new Finished(execution.getId(), execution.version));
        filled.release();
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                filled.acquire();
                closing.await(GATHER.toMillis(), TimeUnit.MILLISECONDS);
                filled.drainPermits();
                while (!removeSome() && closing.getCount() > 0) {
                    closing.await(PAUSE_AFTER_TROUBLE.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False if the database is away: what was to be removed then waits for the next round. */
    private synchronized boolean removeSome() {
        List<Finished> batch = new ArrayList<>();
        while (finished.drainTo(batch, MOST) > 0) {
            try {
                remove(batch);
            } catch (SQLException e) {
                LOG.log(System.Logger.Level.WARNING, batch.size() + " finished jobs could not be removed yet", e);
                finished.addAll(batch);
                return false;
            }
            batch.clear();
        }
        return true;
    }

    private void remove(List<Finished> batch) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(REMOVE)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", batch.stream().map(Finished::id).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", batch.stream().map(Finished::version).toArray()));
            statement.setString(3, JobRows.TASK);
            statement.executeUpdate();
        }
    }

    /** Removes what is left; call it when no job runs any more. */
    @Override
    public void close() {
        closing.countDown();
        filled.release();
        removeSome();
    }
}
