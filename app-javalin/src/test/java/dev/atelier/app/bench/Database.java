package dev.atelier.app.bench;

import dev.atelier.persistence.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL with everything durable, and what it says about its own work. */
final class Database implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final long pid;

    Database(Path folder) throws IOException {
        server = EmbeddedPostgres.start(folder);
        pid = Long.parseLong(Files.readAllLines(folder.resolve("cluster/postmaster.pid"))
                .get(0)
                .strip());
    }

    long pid() {
        return pid;
    }

    String user() {
        return server.user();
    }

    String password() {
        return server.password();
    }

    /** Makes a database of this name and tells its JDBC URL. */
    String create(String name) {
        run(server.jdbcUrl(), "CREATE DATABASE " + name + " OWNER " + user());
        return server.jdbcUrl().replaceAll("/[^/]*$", "/" + name);
    }

    /** The URL that a server is given. */
    String urlOf(String jdbcUrl) {
        return "postgresql://" + user() + ":" + password() + "@" + jdbcUrl.substring("jdbc:postgresql://".length());
    }

    void run(String jdbcUrl, String sql) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, server.administrator(), password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long number(String jdbcUrl, String sql) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, server.administrator(), password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Counters so far: WAL syncs, commits, CPU. Waits until the backends have told theirs. */
    Work work(String jdbcUrl) {
        try {
            TimeUnit.MILLISECONDS.sleep(1_200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return new Work(
                number(jdbcUrl, "SELECT wal_sync FROM pg_stat_wal"),
                number(jdbcUrl, "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"),
                Cpu.millisOfTree(pid));
    }

    /** @param cpuMillis of all its processes */
    record Work(long walSyncs, long commits, long cpuMillis) {
        Work since(Work before) {
            return new Work(walSyncs - before.walSyncs, commits - before.commits, cpuMillis - before.cpuMillis);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
