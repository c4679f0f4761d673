package dev.atelier.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.event.EventId;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.job.Job;
import dev.atelier.core.job.JobHandler;
import dev.atelier.core.job.JobResult;
import dev.atelier.core.job.Priority;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.shared.spi.IdempotencyStore;
import dev.atelier.persistence.shared.StoreBusyException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two stores on one database, as two processes would have them. */
class TwoNodesTest {
    @RegisterExtension
    final Stores stores = new Stores();

    private Persistence here;
    private Persistence there;
    private OrgId org;

    @BeforeEach
    void open() {
        here = stores.store();
        there = stores.open(UnaryOperator.identity());
        org = Samples.tenant(here).id();
    }

    @Test
    void anEventOfOneIsHeardByTheOtherWithinASecond() throws Exception {
        AtomicInteger readable = new AtomicInteger(-1);
        try (AutoCloseable open = there.events().onNews(org, () -> readable.set(count(there)))) {
            await().until(() -> readable.get() == 0);
            here.events().append(org, null, "test", Samples.NOW, Map.of());
            await().atMost(Duration.ofSeconds(1)).until(() -> readable.get() == 1);
            assertThat(open).isNotNull();
        }
    }

    @Test
    void aProviderChangeOfOneIsHeardByTheOtherWithinASecond() throws Exception {
        AtomicInteger seen = new AtomicInteger(-1);
        try (AutoCloseable open = there.providers()
                .onChange(() -> seen.set(there.providers().all().size()))) {
            await().until(() -> seen.get() == 0);
            here.providers().insert(Samples.provider());
            await().atMost(Duration.ofSeconds(1)).until(() -> seen.get() == 1);
            assertThat(open).isNotNull();
        }
    }

    @Test
    void aBrokenNewsConnectionHeals() throws Exception {
        AtomicInteger readable = new AtomicInteger(-1);
        try (AutoCloseable open = here.events().onNews(org, () -> readable.set(count(here)))) {
            await().until(() -> readable.get() == 0);
            String first = listener();
            stores.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = " + first);
            there.events().append(org, null, "meanwhile", Samples.NOW, Map.of());

            await().atMost(Duration.ofSeconds(5)).until(() -> readable.get() == 1);
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> !listener().isEmpty() && !listener().equals(first));
            there.events().append(org, null, "after", Samples.NOW, Map.of());
            await().atMost(Duration.ofSeconds(1)).until(() -> readable.get() == 2);
            assertThat(open).isNotNull();
        }
    }

    @Test
    void anEventIsNotReadableBeforeAnOlderTransactionEnds() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        CompletableFuture<Void> slow =
                CompletableFuture.runAsync(() -> here.transactions().run(() -> {
                    here.events().append(org, null, "slow", Samples.NOW, Map.of());
                    written.countDown();
                    wait(mayCommit);
                }));
        assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();
        there.events().append(org, null, "quick", Samples.NOW, Map.of());
        assertThat(count(there))
                .as("a reader past the quick one would miss the slow one")
                .isZero();

        mayCommit.countDown();
        slow.get(10, TimeUnit.SECONDS);
        await().until(() -> count(there) == 2);
        assertThat(there.events().after(org, null, EventId.START, 10))
                .extracting(event -> event.type())
                .containsExactly("slow", "quick");
    }

    @Test
    void aJobOfADeadWorkerIsTakenOver() {
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        // What a killed process leaves: a row that is taken, with a heartbeat that grows old.
        here.jobs().enqueue(job());
        stores.sql("UPDATE scheduled_tasks SET picked = true, picked_by = 'killed', version = version + 1,"
                + " last_heartbeat = now() - interval '3 seconds'");

        try (JobQueue.Workers workers = there.jobs().start(recording(attempts))) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> there.jobs().depth().running() == 0
                            && there.jobs().depth().waiting() == 0);
            assertThat(workers).isNotNull();
        }
        assertThat(attempts).as("the death counts as a try").containsExactly(2);
    }

    @Test
    void aJobThatADrainingNodeCutsOffIsRunByAnother() {
        Persistence impatient =
                stores.open(settings -> settings.withTimings(settings.timings().withDrain(Duration.ofMillis(200))));
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        JobQueue.Workers cut = impatient.jobs().start(handler((job, attempt) -> {
            running.countDown();
            wait(never);
            return JobResult.done();
        }));
        impatient.jobs().enqueue(job());
        wait(running);
        cut.close();

        List<Integer> attempts = new CopyOnWriteArrayList<>();
        try (JobQueue.Workers workers = there.jobs().start(recording(attempts))) {
            await().atMost(Duration.ofSeconds(20)).until(() -> !attempts.isEmpty());
            assertThat(workers).isNotNull();
        }
        assertThat(attempts).containsExactly(1);
    }

    @Test
    void aTwinThatWaitsTooLongIsToldSo() throws Exception {
        IdempotencyStore.Key key = new IdempotencyStore.Key(org, "u", "POST /x", "k");
        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Void> first =
                CompletableFuture.runAsync(() -> here.transactions().run(() -> {
                    here.idempotency().claim(key, Samples.NOW);
                    claimed.countDown();
                    wait(mayEnd);
                }));
        assertThat(claimed.await(10, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() ->
                        there.transactions().run(() -> there.idempotency().claim(key, Samples.NOW)))
                .isInstanceOf(StoreBusyException.class)
                .hasMessageContaining("lock");
        mayEnd.countDown();
        first.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aRequestThatGetsNoConnectionIsToldSo() throws Exception {
        Persistence narrow = stores.open(settings -> settings.withRequestConnections(1, Duration.ofMillis(300)));
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Void> holder =
                CompletableFuture.runAsync(() -> narrow.transactions().run(() -> {
                    held.countDown();
                    wait(mayEnd);
                }));
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> narrow.accounts().orgs()).isInstanceOf(StoreBusyException.class);
        assertThat(narrow.reachable()).isFalse();
        mayEnd.countDown();
        holder.get(10, TimeUnit.SECONDS);
        assertThat(narrow.reachable()).isTrue();
    }

    @Test
    void aNodeThatMayNotMigrateRefusesOldTables() {
        stores.sql("DELETE FROM flyway_schema_history WHERE version = '008'");

        assertThatThrownBy(() -> Persistence.connect(stores.settings().withMigrate(false)))
                .hasMessageContaining("008");
    }

    @Test
    void anErrorOfTheDatabaseQuotesNoValue() {
        Samples.Tenant tenant = Samples.tenant(here);
        var upload = Samples.upload(tenant);
        here.uploads().insert(upload);

        assertThatThrownBy(() -> here.uploads().insert(upload)).satisfies(thrown -> {
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                assertThat(String.valueOf(cause.getMessage()))
                        .doesNotContain(upload.filename())
                        .doesNotContain(upload.id().toString());
            }
        });
    }

    private int count(Persistence store) {
        return store.events().after(org, null, EventId.START, 10).size();
    }

    private String listener() {
        return stores.ask(
                "SELECT pid FROM pg_stat_activity WHERE application_name LIKE '%-news' ORDER BY backend_start DESC");
    }

    private Job job() {
        return new Job("test.step", org, UUID.randomUUID(), "", Priority.NORMAL);
    }

    private static JobHandler recording(List<Integer> attempts) {
        return handler((job, attempt) -> {
            attempts.add(attempt);
            return JobResult.done();
        });
    }

    @FunctionalInterface
    private interface Step {
        JobResult run(Job job, int attempt);
    }

    private static JobHandler handler(Step step) {
        return new JobHandler() {
            @Override
            public JobResult run(Job job, int attempt) {
                return step.run(job, attempt);
            }

            @Override
            public void exhausted(Job job, RuntimeException lastFailure) {
                throw new AssertionError("no job of these tests is exhausted", lastFailure);
            }
        };
    }

    private static void wait(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let us go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
