package dev.atelier.persistence.job;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.job.Job;
import dev.atelier.core.job.JobHandler;
import dev.atelier.core.job.JobRecord;
import dev.atelier.core.job.Priority;
import dev.atelier.core.job.RetrySchedule;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.JdbiTransactions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The queue on db-scheduler: the library stores, claims and polls; retries, dead letters and their transactions are ours.
 * Jobs are stored through the caller's own connection, so they commit with the caller's rows.
 */
public final class JdbiJobQueue implements JobQueue, AutoCloseable {
    private final JdbiTransactions transactions;
    private final DataSource queuePool;
    private final RetrySchedule retries;
    private final int threads;
    private final JobTimings timings;
    private final String node;
    private final DatabaseClock clock;
    private final RandomGenerator random = new SecureRandom();
    private final List<JobWorkers> started = new CopyOnWriteArrayList<>();

    /**
     * @param queuePool connections of the queue's own bookkeeping: taking jobs, removing finished ones, heartbeats
     * @param node names this process in the table, for people
     */
    public JdbiJobQueue(
            JdbiTransactions transactions,
            DataSource queuePool,
            RetrySchedule retries,
            int threads,
            JobTimings timings,
            String node) {
        this.transactions = transactions;
        this.queuePool = queuePool;
        this.retries = retries;
        this.threads = threads;
        this.timings = timings;
        this.node = node;
        this.clock = new DatabaseClock(transactions);
        this.clock.adjust();
    }

    @Override
    public void enqueue(Job job, Duration after) {
        transactions.together(handle -> schedule(handle, UUID.randomUUID().toString(), job, after));
        transactions.afterCommit(() -> nudge(after));
    }

    @Override
    public void enqueue(String name, Job job, Duration after) {
        transactions.together(handle -> !JobEnds.dead(handle, name) && schedule(handle, name, job, after));
        transactions.afterCommit(() -> nudge(after));
    }

    @Override
    public boolean withdraw(String name) {
        return transactions.with(handle -> JobEnds.withdraw(handle, name));
    }

    private boolean schedule(Handle handle, String id, Job job, Duration after) {
        JobPayload payload = JobPayload.of(job);
        SchedulerClient client = SchedulerClient.Builder.create(new HandleDataSource(handle.getConnection()))
                .serializer(new PayloadSerializer())
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
                .enablePriority()
                .build();
        TaskInstance<JobPayload> instance = new TaskInstance.Builder<JobPayload>(JobRows.TASK, id)
                .data(payload)
                .priority(payload.rank())
                .build();
        return client.scheduleIfNotExists(instance, clock.now().plus(after));
    }

    private void nudge(Duration after) {
        started.forEach(workers -> workers.nudge(after));
    }

    @Override
    public Workers start(JobHandler handler) {
        JobWorkers workers = new JobWorkers(
                node + "-" + UUID.randomUUID(),
                queuePool,
                threads,
                transactions,
                timings,
                clock,
                (nudge, removals) -> new JobRunner(handler, transactions, retries, random, clock, nudge, removals),
                started::remove);
        started.add(workers);
        workers.start();
        return workers;
    }

    @Override
    public Page<JobRecord> list(@Nullable OrgId org, JobRecord.@Nullable State state, PageRequest page) {
        return transactions.with(handle -> JobRows.list(handle, org, state, page));
    }

    @Override
    public Optional<JobRecord> find(String id) {
        return transactions.with(handle -> JobRows.find(handle, id));
    }

    @Override
    public boolean retry(String id) {
        boolean driven = transactions.together(handle -> {
            Optional<Job> job = exhume(handle, id);
            job.ifPresent(found -> schedule(handle, id, found, Duration.ZERO));
            return job.isPresent();
        });
        if (driven) {
            transactions.afterCommit(() -> nudge(Duration.ZERO));
        }
        return driven;
    }

    @Override
    public boolean discard(String id) {
        return transactions.together(handle -> exhume(handle, id).isPresent());
    }

    /** Takes the dead letter and its tries out of the tables. */
    private static Optional<Job> exhume(Handle handle, String id) {
        Optional<Job> job = handle.createQuery("DELETE FROM dead_letter WHERE job_id = :id RETURNING *")
                .bind("id", id)
                .map((row, context) -> new Job(
                        row.getString("step"),
                        new OrgId(Columns.uuid(row, "org_id")),
                        Columns.uuid(row, "subject"),
                        row.getString("detail"),
                        Priority.valueOf(row.getString("priority"))))
                .findOne();
        if (job.isPresent()) {
            handle.createUpdate("DELETE FROM job_attempt WHERE job_id = :id")
                    .bind("id", id)
                    .execute();
        }
        return job;
    }

    @Override
    public Depth depth() {
        Instant now = clock.now();
        return transactions.forAllOrgs(() -> transactions.with(handle -> JobRows.depth(handle, now)));
    }

    /** Closes every set of workers that is still running. */
    @Override
    public void close() {
        started.forEach(JobWorkers::close);
    }
}
