package dev.atelier.app.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.app.account.TestApi.MovableClock;
import dev.atelier.persistence.Persistence;
import dev.atelier.persistence.PersistenceSettings;
import dev.atelier.persistence.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The budgets of two servers, each with connections of its own, on one real PostgreSQL. */
class SharedLimitsTest {
    private static final Quota WRITES = Quota.perMinute("writes", 40);
    private static final Quota TRIES = new Quota("sign-in", 10, LimitSettings.SIGN_IN_WINDOW);

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static Persistence storeA;
    private static Persistence storeB;

    private final MovableClock clock = new MovableClock();
    private final Budgets onA = new Budgets(clock, time -> Optional.of(storeA.sharedBuckets(time)));
    private final Budgets onB = new Budgets(clock, time -> Optional.of(storeB.sharedBuckets(time)));
    private final String subject = "user/" + UUID.randomUUID();

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        PersistenceSettings settings = PersistenceSettings.of(postgres.jdbcUrl(), postgres.user(), postgres.password());
        storeA = Persistence.connect(settings);
        storeB = Persistence.connect(settings);
    }

    @AfterAll
    static void stop() {
        storeB.close();
        storeA.close();
        postgres.close();
    }

    @AfterEach
    void close() {
        onA.close();
        onB.close();
    }

    @Test
    void whatIsTakenOnOneServerIsGoneOnTheOther() {
        assertThat(taken(onA, WRITES, 30)).isEqualTo(30);
        onA.share();
        assertThat(onB.take(WRITES, subject).allowed()).isTrue();
        onB.share();

        assertThat(taken(onB, WRITES, 30)).isEqualTo(9);
        onB.share();
        onA.take(WRITES, subject);
        onA.share();
        assertThat(onA.take(WRITES, subject).allowed()).isFalse();

        clock.advance(Duration.ofMinutes(2));
        assertThat(taken(onA, WRITES, 50)).isEqualTo(40);
    }

    @Test
    void theOthersHearOfItWithoutBeingAsked() {
        taken(onA, WRITES, 40);
        assertThat(onB.take(WRITES, subject).allowed()).isTrue();

        await().atMost(Duration.ofSeconds(4))
                .untilAsserted(
                        () -> assertThat(onB.take(WRITES, subject).allowed()).isFalse());
    }

    @Test
    void triesToSignInAreCountedAsOneAtOnce() {
        for (int i = 0; i < 5; i++) {
            assertThat(onA.takeExactly(TRIES, subject).allowed()).isTrue();
            assertThat(onB.takeExactly(TRIES, subject).allowed()).isTrue();
        }
        Verdict refused = onA.takeExactly(TRIES, subject);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.untilNext()).isEqualTo(Duration.ofSeconds(90));
        assertThat(onB.takeExactly(TRIES, subject).allowed()).isFalse();

        onB.giveBack(TRIES, subject);
        assertThat(onB.takeExactly(TRIES, subject).allowed()).isTrue();
        assertThat(onB.takeExactly(TRIES, subject).allowed()).isFalse();
        clock.advance(Duration.ofSeconds(89));
        assertThat(onA.takeExactly(TRIES, subject).untilNext()).isEqualTo(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(onA.takeExactly(TRIES, subject).allowed()).isTrue();
        assertThat(onB.takeExactly(TRIES, subject).allowed()).isFalse();
    }

    @Test
    void whereTheDatabaseIsStuckOrdinaryRequestsPassAndTriesAreCountedHere() throws SQLException {
        onA.takeExactly(TRIES, subject);
        try (Connection other = connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE rate_budget IN ACCESS EXCLUSIVE MODE");

            long begin = System.nanoTime();
            assertThat(taken(onA, WRITES, 40)).isEqualTo(40);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(400));
            assertThat(taken(onA, WRITES, 1)).as("this server's own count").isZero();
            assertThat(exactly(onA, 20)).isEqualTo(9);
            other.rollback();
        }
        // The thread that tells may have been waiting for the lock still, and be silent for five seconds from now.
        await().until(() -> {
            clock.advance(Duration.ofSeconds(6));
            return onA.share();
        });

        assertThat(onB.takeExactly(TRIES, subject).allowed())
                .as("what was counted alone is told later")
                .isFalse();
    }

    @Test
    void rowsThatSayNothingMoreAreRemoved() throws SQLException {
        taken(onA, WRITES, 3);
        onA.share();
        assertThat(rows()).isEqualTo(1);

        // Rows age by the database's own idea of time, and this one was written as if it were full again long ago.
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE rate_budget SET expires_at = 1");
        }
        onB.clean();

        assertThat(rows()).isZero();
    }

    private int taken(Budgets budgets, Quota quota, int wanted) {
        int taken = 0;
        for (int i = 0; i < wanted; i++) {
            taken += budgets.take(quota, subject).allowed() ? 1 : 0;
        }
        return taken;
    }

    private int exactly(Budgets budgets, int wanted) {
        int taken = 0;
        for (int i = 0; i < wanted; i++) {
            taken += budgets.takeExactly(TRIES, subject).allowed() ? 1 : 0;
        }
        return taken;
    }

    private int rows() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet count =
                        statement.executeQuery("SELECT count(*) FROM rate_budget WHERE id LIKE '%" + subject + "'")) {
            count.next();
            return count.getInt(1);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.administrator(), postgres.password());
    }
}
