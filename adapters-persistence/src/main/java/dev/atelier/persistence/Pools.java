package dev.atelier.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.postgres.PostgresPlugin;

/** Opens connections with the limits of their use. */
final class Pools {
    private static final Duration LOCK = Duration.ofSeconds(3);
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(10);
    private static final Duration REQUEST_STATEMENT = Duration.ofSeconds(5);
    private static final Duration WORK_STATEMENT = Duration.ofSeconds(30);
    private static final int QUEUE_CONNECTIONS = 4;
    private static final Duration WORK_WAIT = Duration.ofSeconds(10);
    private static final int LIMIT_CONNECTIONS = 2;
    private static final Duration LIMIT_WAIT = Duration.ofMillis(500);
    private static final Duration LIMIT_STATEMENT = Duration.ofSeconds(1);

    private Pools() {}

    static HikariDataSource requests(PersistenceSettings settings) {
        return pool(
                settings, "requests", settings.requestConnections(), settings.connectionWait(), REQUEST_STATEMENT, "");
    }

    /**
     * For the queue's own bookkeeping. Its commits do not wait for the disk: what a crash of the database may lose is that a job was
     * taken, put off or done, and then it runs again, as after a crash of its worker. What the job itself did is committed through
     * the other pools, and the log is one, so nothing durable can rest on a taking that was lost.
     */
    static HikariDataSource queue(PersistenceSettings settings) {
        return pool(settings, "queue", QUEUE_CONNECTIONS, WORK_WAIT, WORK_STATEMENT, "; SET synchronous_commit = off");
    }

    static HikariDataSource work(PersistenceSettings settings) {
        return pool(settings, "work", settings.workConnections(), WORK_WAIT, WORK_STATEMENT, "");
    }

    /**
     * For the budgets of requests: so few and so impatient that they can keep nobody else waiting. Their commits do not wait for the
     * disk either.
     */
    static HikariDataSource limits(PersistenceSettings settings) {
        return pool(
                settings,
                "limits",
                LIMIT_CONNECTIONS,
                LIMIT_WAIT,
                LIMIT_STATEMENT,
                "; SET synchronous_commit = off; SET lock_timeout = " + LIMIT_WAIT.toMillis());
    }

    private static HikariDataSource pool(
            PersistenceSettings settings, String use, int size, Duration wait, Duration statement, String more) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("atelier-" + use);
        config.setJdbcUrl(settings.jdbcUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(2, size));
        config.setConnectionTimeout(Math.max(250, wait.toMillis()));
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionInitSql("SET statement_timeout = " + statement.toMillis()
                + "; SET lock_timeout = " + LOCK.toMillis()
                + "; SET idle_in_transaction_session_timeout = " + IDLE_IN_TRANSACTION.toMillis()
                + more);
        config.setDataSourceProperties(properties(settings, use, statement.multipliedBy(2)));
        return new HikariDataSource(config);
    }

    /** A connection of its own for LISTEN, in auto-commit mode. */
    static Connection listening(PersistenceSettings settings) throws SQLException {
        Properties properties = properties(settings, "news", Duration.ofSeconds(10));
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        Connection connection = DriverManager.getConnection(settings.jdbcUrl(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = " + REQUEST_STATEMENT.toMillis());
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    private static Properties properties(PersistenceSettings settings, String use, Duration socketTimeout) {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", settings.node() + "-" + use);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "5");
        // A safety net under the server's own limits, for a server that is gone.
        properties.setProperty("socketTimeout", Long.toString(socketTimeout.toSeconds()));
        properties.setProperty("reWriteBatchedInserts", "true");
        // Details quote the row, and rows hold prompts.
        properties.setProperty("logServerErrorDetail", "false");
        return properties;
    }

    static Jdbi jdbi(HikariDataSource pool) {
        Jdbi jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
        // Messages without the arguments of the statement: among them are prompts and hashes.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        return jdbi;
    }
}
