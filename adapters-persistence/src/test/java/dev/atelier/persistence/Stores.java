package dev.atelier.persistence;

import dev.atelier.core.job.RetrySchedule;
import dev.atelier.persistence.embedded.EmbeddedPostgres;
import dev.atelier.persistence.job.JobTimings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives a test an empty database of its own, and stores on it. One server for all tests of the JVM. */
public final class Stores implements AfterEachCallback {
    private static final AtomicInteger LAST = new AtomicInteger();

    private final List<Persistence> opened = new ArrayList<>();
    private String database = "";
    private Persistence store;

    /** The test's store, the same each time. */
    public Persistence store() {
        if (store == null) {
            store = open(UnaryOperator.identity());
        }
        return store;
    }

    /** Another store on the test's database, as another process would open it. */
    public Persistence open(UnaryOperator<PersistenceSettings> change) {
        return open(url(), change);
    }

    /** A store on a second empty database. */
    public Persistence elsewhere(UnaryOperator<PersistenceSettings> change) {
        return open(Server.urlOf(Server.newDatabase()), change);
    }

    private Persistence open(String url, UnaryOperator<PersistenceSettings> change) {
        Persistence persistence = Persistence.connect(change.apply(settings(url)));
        opened.add(persistence);
        return persistence;
    }

    /** Settings for the test's database. */
    public PersistenceSettings settings() {
        return settings(url());
    }

    private static PersistenceSettings settings(String url) {
        return PersistenceSettings.of(url, Server.POSTGRES.user(), Server.POSTGRES.password())
                .withRequestConnections(16, Duration.ofSeconds(30))
                .withRetries(new RetrySchedule(3, Duration.ofMillis(20), Duration.ofMillis(60)))
                .withNode("node-" + LAST.incrementAndGet())
                .withTimings(JobTimings.DEFAULT
                        .withHeartbeat(Duration.ofSeconds(1))
                        .withPromoteAfter(Duration.ofSeconds(1))
                        .withDrain(Duration.ofSeconds(15)));
    }

    /** The test's database. */
    public String url() {
        if (database.isEmpty()) {
            database = Server.newDatabase();
        }
        return Server.urlOf(database);
    }

    /** Runs statements as the database's own administrator, past all that the store does. */
    public void sql(String statements) {
        Server.run(url(), statements);
    }

    /** The first column of the first row. */
    public String ask(String query) {
        try (Connection connection = Server.connect(url());
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        opened.forEach(Persistence::close);
        opened.clear();
        store = null;
        if (!database.isEmpty()) {
            Server.run(Server.urlOf("postgres"), "DROP DATABASE " + database + " WITH (FORCE)");
            database = "";
        }
    }

    // Here and not in Server: a class whose initialiser failed runs no hook of its own.
    private static void stopAtTheEnd(EmbeddedPostgres postgres, Path folder) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            postgres.close();
            delete(folder);
        }));
    }

    private static void delete(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            System.err.println("left behind: " + folder);
        }
    }

    /** The one server of this JVM, with a template that has all tables. */
    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();
        private static final AtomicInteger DATABASES = new AtomicInteger();

        private static EmbeddedPostgres start() {
            try {
                Path folder = Files.createTempDirectory("atelier-test-postgres");
                EmbeddedPostgres postgres = EmbeddedPostgres.start(folder);
                stopAtTheEnd(postgres, folder);
                Persistence.connect(PersistenceSettings.of(postgres.jdbcUrl(), postgres.user(), postgres.password()))
                        .close();
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static synchronized String newDatabase() {
            String name = "test_" + DATABASES.incrementAndGet();
            run(urlOf("postgres"), "CREATE DATABASE " + name + " TEMPLATE atelier OWNER " + POSTGRES.user());
            return name;
        }

        static String urlOf(String database) {
            return POSTGRES.jdbcUrl().replaceFirst("[^/]+$", database);
        }

        static Connection connect(String url) throws SQLException {
            return DriverManager.getConnection(url, POSTGRES.administrator(), POSTGRES.password());
        }

        static void run(String url, String statements) {
            try (Connection connection = connect(url);
                    Statement statement = connection.createStatement()) {
                statement.execute(statements);
            } catch (SQLException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
    }
}
