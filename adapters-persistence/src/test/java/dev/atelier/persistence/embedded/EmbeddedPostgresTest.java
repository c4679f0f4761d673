package dev.atelier.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir
    Path temporary;

    @Test
    void dataOutlivesTheServer() throws Exception {
        Path folder = temporary.resolve("data");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            run(postgres, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('tea')");
            assertThat(ask(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(postgres, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(ask(postgres, "SHOW data_checksums")).isEqualTo("on");
            assertThat(ask(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(postgres, "SHOW server_encoding")).isEqualTo("UTF8");
        }
        long before = System.nanoTime();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            assertThat(ask(postgres, "SELECT word FROM kept")).isEqualTo("tea");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void nobodyElseGetsIn() throws Exception {
        Path folder = temporary.resolve("data");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password");
            assertThat(postgres.password()).hasSizeGreaterThan(30);
            assertThat(postgres.toString()).doesNotContain(postgres.password());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                    .isEqualTo("rw-------");
        }
    }

    /** A superuser, for whom row-level security would not hold, used the folders of earlier versions. */
    @Test
    void dataOfAnEarlierVersionIsHandedToAPlainRole() throws Exception {
        Path folder = temporary.resolve("data");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder);
                Connection earlier =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.administrator(), postgres.password());
                Statement statement = earlier.createStatement()) {
            statement.execute("ALTER DATABASE atelier OWNER TO " + postgres.administrator()
                    + "; CREATE TABLE kept (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, word text)"
                    + "; INSERT INTO kept (word) VALUES ('tea'); CREATE VIEW seen AS SELECT word FROM kept"
                    + "; CREATE SEQUENCE counter; CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1'");
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            assertThat(ask(postgres, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
            run(
                    postgres,
                    "ALTER TABLE kept ADD COLUMN more integer; INSERT INTO kept (word) VALUES ('milk')"
                            + "; CREATE OR REPLACE VIEW seen AS SELECT word FROM kept WHERE id = 1"
                            + "; DROP FUNCTION one(); DROP SEQUENCE counter; CREATE TABLE later (id integer)");
            assertThat(ask(postgres, "SELECT word FROM seen")).isEqualTo("tea");
        }
    }

    @Test
    void aSecondUserOfTheFolderIsRefused() {
        Path folder = temporary.resolve("data");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
                    .isInstanceOf(EmbeddedPostgresFailure.class)
                    .hasMessageContaining("another running Atelier uses the data folder");
            assertThat(postgres.jdbcUrl()).startsWith("jdbc:postgresql://127.0.0.1:");
        }
    }

    @Test
    void aSecondUserOfTheFolderFindsTheServerOfTheFirst() throws Exception {
        Path folder = temporary.resolve("data");
        assertThat(RunningPostgres.in(folder)).isEmpty();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            RunningPostgres found = RunningPostgres.in(folder).orElseThrow();
            assertThat(found.jdbcUrl()).isEqualTo(postgres.jdbcUrl());
            assertThat(found.toString()).doesNotContain(found.password());
            try (Connection connection = DriverManager.getConnection(found.jdbcUrl(), found.user(), found.password())) {
                assertThat(connection.isValid(2)).isTrue();
            }
        }
        assertThat(RunningPostgres.in(folder)).as("after it stopped").isEmpty();
    }

    /** A folder that nobody can reach, so that under root the other way of stepping down is taken. */
    @Test
    void aServerWhoseProcessWasKilledIsFoundAndItsDataKept() throws Exception {
        Path folder = temporary.resolve("data");
        Process child = child(folder);
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("ready");
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
                    .as("while the other process lives")
                    .hasMessageContaining("another running Atelier");
            child.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        long orphan = serverPid(folder);
        assertThat(ProcessHandle.of(orphan))
                .as("the server outlived its process")
                .isPresent();

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            assertThat(ask(postgres, "SELECT word FROM kept")).isEqualTo("tea");
            assertThat(serverPid(folder)).isNotEqualTo(orphan);
            assertThat(runs(orphan)).as("the orphan was stopped").isFalse();
        }
    }

    @Test
    void afterACrashOfBothNothingThatWasCommittedIsLost() throws Exception {
        Path folder = temporary.resolve("data");
        Process child = child(folder);
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("ready");
        }
        ProcessHandle server = ProcessHandle.of(serverPid(folder)).orElseThrow();
        child.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        server.destroyForcibly();
        server.onExit().get(10, TimeUnit.SECONDS);

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            assertThat(ask(postgres, "SELECT word FROM kept")).isEqualTo("tea");
        }
    }

    @Test
    void aFolderThatWasReachableAndIsNoMoreKeepsWorking() throws Exception {
        Path outer = Files.createDirectory(temporary.resolve("outer"));
        Path folder = outer.resolve("data");
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(outer, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            run(postgres, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('tea')");
        }
        Files.setPosixFilePermissions(outer, PosixFilePermissions.fromString("rwx------"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            assertThat(ask(postgres, "SELECT word FROM kept")).isEqualTo("tea");
        }
    }

    private static Process child(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Child.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Whether the process runs a program; one that ended and that nobody buried yet (a zombie) does not. */
    private static boolean runs(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .isPresent();
    }

    private static long serverPid(Path folder) throws IOException {
        return Long.parseLong(Files.readAllLines(folder.resolve("cluster/postmaster.pid"))
                .get(0)
                .strip());
    }

    private static void run(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** A process that starts a server, writes a row and waits to be killed. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]));
            run(postgres, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('tea')");
            System.out.println("ready");
            Thread.currentThread().join();
        }
    }
}
