package dev.atelier.app.studio;

import dev.atelier.persistence.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One PostgreSQL for this JVM, which ends with the last test, and an empty database in it for each test class. */
final class StudioDatabases implements AutoCloseable {
    private final Path folder;
    private final EmbeddedPostgres postgres;
    private final AtomicInteger made = new AtomicInteger();

    private StudioDatabases() {
        try {
            folder = Files.createTempDirectory("studio-postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        postgres = EmbeddedPostgres.start(folder.resolve("data"));
    }

    static StudioDatabases of(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(StudioDatabases.class))
                .computeIfAbsent(StudioDatabases.class, key -> new StudioDatabases(), StudioDatabases.class);
    }

    /** An empty database: {@code DATABASE_URL} reaches it, and so does a test that wants to write rows by itself. */
    record Database(String url, String jdbcUrl, String user, String password) {
        Connection connect() throws SQLException {
            return DriverManager.getConnection(jdbcUrl, user, password);
        }
    }

    /** Makes the next one. */
    Database fresh() {
        String name = "studio_" + made.incrementAndGet();
        String main = postgres.jdbcUrl();
        try (Connection connection = DriverManager.getConnection(main, postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        String jdbcUrl = main.substring(0, main.lastIndexOf('/') + 1) + name;
        String url = "postgresql://" + postgres.user() + ":" + postgres.password() + "@"
                + jdbcUrl.substring("jdbc:postgresql://".length());
        return new Database(url, jdbcUrl, postgres.administrator(), postgres.password());
    }

    @Override
    public void close() {
        postgres.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
