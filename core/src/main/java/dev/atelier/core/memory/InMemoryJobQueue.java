package dev.atelier.core.memory;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.job.Job;
import dev.atelier.core.job.JobHandler;
import dev.atelier.core.job.JobRecord;
import dev.atelier.core.job.JobRecord.State;
import dev.atelier.core.job.Priority;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Jobs by number, and those that wait by priority and due time.
 *
 * <p>The next job is the one with the lowest rank: its due time, put off by {@link #PRIORITY_STEP} for each step down in
 * priority. So an urgent job passes those that came a little earlier, and no job is passed for ever.
 */
final class InMemoryJobQueue implements JobQueue {
    /** How much longer a job of the next lower priority waits. */
    static final Duration PRIORITY_STEP = Duration.ofSeconds(10);

    /** A waiting job's place in its priority's line. */
    private record Turn(Instant dueAt, long number) {}

    private static final Comparator<Turn> SOONEST_FIRST =
            Comparator.comparing(Turn::dueAt).thenComparingLong(Turn::number);

    private final InMemoryDatabase database;
    private final Clock clock;
    private final JobSettings settings;
    private final InMemoryTable<Long, StoredJob> jobs;
    private final InMemoryTable<String, Long> named;
    private final Map<Priority, InMemoryTable<Turn, StoredJob>> lines = new EnumMap<>(Priority.class);
    private final Set<InMemoryWorkers> workers = ConcurrentHashMap.newKeySet();
    private long lastNumber; // guarded by the database's lock

    InMemoryJobQueue(InMemoryDatabase database, Clock clock, JobSettings settings) {
        this.database = database;
        this.clock = clock;
        this.settings = settings;
        this.jobs = new InMemoryTable<>(database, Comparator.naturalOrder());
        this.named = new InMemoryTable<>(database, Comparator.naturalOrder());
        for (Priority priority : Priority.values()) {
            lines.put(priority, new InMemoryTable<>(database, SOONEST_FIRST));
        }
    }

    @Override
    public void enqueue(Job job, Duration after) {
        enqueue("", job, after);
    }

    @Override
    public void enqueue(String name, Job job, Duration after) {
        database.run(() -> {
            if (!name.isEmpty() && named.get(name).isPresent()) {
                return;
            }
            lastNumber++;
            if (!name.isEmpty()) {
                named.put(name, lastNumber);
            }
            Instant due = clock.instant().plus(after);
            put(new StoredJob(lastNumber, name, job, State.WAITING, 0, 0, due, List.of()));
        });
    }

    @Override
    public boolean withdraw(String name) {
        return database.inTransaction(() -> {
            Optional<StoredJob> waiting =
                    named.get(name).flatMap(jobs::get).filter(job -> job.state() == State.WAITING);
            waiting.ifPresent(this::remove);
            return waiting.isPresent();
        });
    }

    @Override
    public Workers start(JobHandler handler) {
        InMemoryWorkers started = new InMemoryWorkers(this, database, clock, settings, handler, workers::remove);
        workers.add(started);
        started.start();
        return started;
    }

    /** Closes every set of workers that is still running. */
    void close() {
        List.copyOf(workers).forEach(InMemoryWorkers::close);
    }

    /** Takes the job whose turn it is; empty if none is due. */
    Optional<StoredJob> take() {
        return database.inTransaction(() -> {
            Instant now = clock.instant();
            Optional<StoredJob> next = heads().filter(job -> !job.dueAt().isAfter(now))
                    .min(Comparator.<StoredJob, Instant>comparing(job -> job.rank(PRIORITY_STEP))
                            .thenComparing(StoredJob::number))
                    .map(StoredJob::taken);
            next.ifPresent(this::put);
            return next;
        });
    }

    /** When the next job is due; empty if none waits. */
    Optional<Instant> nextDue() {
        return database.inTransaction(() -> heads().map(StoredJob::dueAt).min(Comparator.naturalOrder()));
    }

    private Stream<StoredJob> heads() {
        return Arrays.stream(Priority.values())
                .map(priority -> line(priority).rows().firstEntry())
                .filter(java.util.Objects::nonNull)
                .map(Map.Entry::getValue);
    }

    private InMemoryTable<Turn, StoredJob> line(Priority priority) {
        return java.util.Objects.requireNonNull(lines.get(priority));
    }

    /** The job as it was taken, if that run still stands; in a transaction. */
    boolean stands(StoredJob taken) {
        return jobs.get(taken.number())
                .filter(stored -> stored.state() == State.RUNNING && stored.run() == taken.run())
                .isPresent();
    }

    /** Stores a job's new value; in a transaction. */
    void put(StoredJob job) {
        leaveLine(job.number());
        jobs.put(job.number(), job);
        if (job.state() == State.WAITING) {
            line(job.job().priority()).put(new Turn(job.dueAt(), job.number()), job);
            database.afterCommit(() -> workers.forEach(InMemoryWorkers::wake));
        }
    }

    /** Forgets a job; in a transaction. */
    void remove(StoredJob job) {
        leaveLine(job.number());
        jobs.remove(job.number());
        if (!job.name().isEmpty()) {
            named.remove(job.name());
        }
    }

    private void leaveLine(long number) {
        jobs.get(number)
                .filter(stored -> stored.state() == State.WAITING)
                .ifPresent(stored -> line(stored.job().priority()).remove(new Turn(stored.dueAt(), number)));
    }

    @Override
    public Page<JobRecord> list(@Nullable OrgId org, JobRecord.@Nullable State state, PageRequest page) {
        return database.inTransaction(() -> Pages.of(
                        jobs.values(),
                        (StoredJob job) ->
                                (org == null || job.job().org().equals(org)) && (state == null || job.state() == state),
                        job -> new Pages.Place(job.dueAt(), job.id()),
                        Pages.OLDEST_FIRST,
                        page)
                .map(StoredJob::record));
    }

    @Override
    public Optional<JobRecord> find(String id) {
        return database.inTransaction(() -> stored(id).map(StoredJob::record));
    }

    @Override
    public boolean retry(String id) {
        return database.inTransaction(() -> {
            Optional<StoredJob> dead = dead(id);
            dead.map(job -> job.drivenAgain(clock.instant())).ifPresent(this::put);
            return dead.isPresent();
        });
    }

    @Override
    public boolean discard(String id) {
        return database.inTransaction(() -> {
            Optional<StoredJob> dead = dead(id);
            dead.ifPresent(this::remove);
            return dead.isPresent();
        });
    }

    private Optional<StoredJob> dead(String id) {
        return stored(id).filter(job -> job.state() == State.DEAD);
    }

    private Optional<StoredJob> stored(String id) {
        try {
            return jobs.get(Long.parseLong(id)).filter(job -> job.id().equals(id));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public Depth depth() {
        return database.inTransaction(() -> {
            Map<State, Long> counts = new EnumMap<>(State.class);
            jobs.values().forEach(job -> counts.merge(job.state(), 1L, Long::sum));
            Duration oldest = nextDue()
                    .map(due -> Duration.between(due, clock.instant()))
                    .filter(late -> !late.isNegative())
                    .orElse(Duration.ZERO);
            return new Depth(
                    counts.getOrDefault(State.WAITING, 0L),
                    counts.getOrDefault(State.RUNNING, 0L),
                    counts.getOrDefault(State.DEAD, 0L),
                    oldest);
        });
    }
}
