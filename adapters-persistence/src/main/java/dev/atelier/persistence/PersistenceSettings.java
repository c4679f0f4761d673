package dev.atelier.persistence;

import dev.atelier.core.job.RetrySchedule;
import dev.atelier.persistence.job.JobTimings;
import java.time.Clock;
import java.time.Duration;

/**
 * How to reach the database and how to use it.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}, without credentials
 * @param requestConnections most connections of threads that serve requests, 1 or more
 * @param workConnections most connections of the workers, 2 or more; fewer than workers will do, since a worker
 *     needs one only while it reads or writes, and mostly it waits for a vendor
 * @param connectionWait how long a request waits for a free connection before it is refused
 * @param clock for times that are stored; leases and due times of jobs follow the database's clock
 * @param node names this process to people who look at the queue or at the database's sessions
 * @param retries how failed jobs are tried again
 * @param workers jobs that run at once in this process, 1 or more
 * @param timings how fast the queue reacts
 * @param migrate true to bring the tables up to date; false to refuse to start if they are not
 */
public record PersistenceSettings(
        String jdbcUrl,
        String user,
        String password,
        int requestConnections,
        int workConnections,
        Duration connectionWait,
        Clock clock,
        String node,
        RetrySchedule retries,
        int workers,
        JobTimings timings,
        boolean migrate) {
    private static final int DEFAULT_WORKERS = 32;
    private static final int MOST_WORK_CONNECTIONS = 16;

    public PersistenceSettings {
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("the JDBC URL must begin with jdbc:postgresql:");
        }
        if (requestConnections < 1 || workers < 1 || workConnections < 2) {
            throw new IllegalArgumentException("requestConnections and workers must be 1 or more, and workConnections "
                    + "2 or more; they are " + requestConnections + ", " + workers + " and "
                    + workConnections);
        }
    }

    /** Settings fit for a server of one or two cores. */
    public static PersistenceSettings of(String jdbcUrl, String user, String password) {
        return new PersistenceSettings(
                jdbcUrl,
                user,
                password,
                10,
                MOST_WORK_CONNECTIONS,
                Duration.ofSeconds(2),
                Clock.systemUTC(),
                "atelier-" + ProcessHandle.current().pid(),
                RetrySchedule.DEFAULT,
                DEFAULT_WORKERS,
                JobTimings.DEFAULT,
                true);
    }

    /**
     * Settings from a URL such as {@code postgresql://user:password@host:5432/database?sslmode=require}.
     *
     * @throws IllegalArgumentException if it is no such URL; the message does not tell it
     */
    public static PersistenceSettings ofDatabaseUrl(String databaseUrl) {
        DatabaseUrl url = DatabaseUrl.parse(databaseUrl);
        return of(url.jdbcUrl(), url.user(), url.password());
    }

    public PersistenceSettings withClock(Clock other) {
        return new PersistenceSettings(
                jdbcUrl,
                user,
                password,
                requestConnections,
                workConnections,
                connectionWait,
                other,
                node,
                retries,
                workers,
                timings,
                migrate);
    }

    public PersistenceSettings withNode(String name) {
        return new PersistenceSettings(
                jdbcUrl,
                user,
                password,
                requestConnections,
                workConnections,
                connectionWait,
                clock,
                name,
                retries,
                workers,
                timings,
                migrate);
    }

    public PersistenceSettings withRetries(RetrySchedule schedule) {
        return new PersistenceSettings(
                jdbcUrl,
                user,
                password,
                requestConnections,
                workConnections,
                connectionWait,
                clock,
                node,
                schedule,
                workers,
                timings,
                migrate);
    }

    /** With this many workers, and four connections more than that, but 16 at most. */
    public PersistenceSettings withWorkers(int count) {
        return new PersistenceSettings(
                jdbcUrl,
                user,
                password,
                requestConnections,
                Math.min(count + 4, MOST_WORK_CONNECTIONS),
                connectionWait,
                clock,
                node,
                retries,
                count,
                timings,
                migrate);
    }

    public PersistenceSettings withRequestConnections(int most, Duration wait) {
        return new PersistenceSettings(
                jdbcUrl, user, password, most, workConnections, wait, clock, node, retries, workers, timings, migrate);
    }

    public PersistenceSettings withTimings(JobTimings other) {
        return new PersistenceSettings(
                jdbcUrl,
                user,
                password,
                requestConnections,
                workConnections,
                connectionWait,
                clock,
                node,
                retries,
                workers,
                other,
                migrate);
    }

    public PersistenceSettings withMigrate(boolean wanted) {
        return new PersistenceSettings(
                jdbcUrl,
                user,
                password,
                requestConnections,
                workConnections,
                connectionWait,
                clock,
                node,
                retries,
                workers,
                timings,
                wanted);
    }

    /** Leaves user and password out. */
    @Override
    public String toString() {
        return "PersistenceSettings[" + jdbcUrl.replaceAll("\\?.*", "") + ", " + node + "]";
    }
}
