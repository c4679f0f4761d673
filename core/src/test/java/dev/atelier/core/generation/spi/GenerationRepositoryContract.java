package dev.atelier.core.generation.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.Together;
import dev.atelier.core.generation.Attempt;
import dev.atelier.core.generation.AttemptRef;
import dev.atelier.core.generation.FallbackRung;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationFilter;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationRef;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.GenerationType;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.LlmTrial;
import dev.atelier.core.generation.ReferenceAnalysis;
import dev.atelier.core.generation.Stage;
import dev.atelier.core.generation.TaskState;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link GenerationRepository} promises. */
public abstract class GenerationRepositoryContract {
    private static final LlmTrial TRIAL =
            new LlmTrial(new ProviderId("gemini"), "gemini-3-flash", 1, null, null, 5, VendorCost.UNTOLD);

    private GenerationRepository generations;
    private Samples.Tenant tenant;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void makeTenant() {
        generations = store().generations();
        tenant = Samples.tenant(store());
    }

    @Test
    void everythingThatIsWrittenIsReadBack() {
        Generation full = Samples.full(store(), tenant);
        Generation plain = Samples.accepted(tenant, 3);
        generations.insert(full);
        generations.insert(plain);

        assertThat(generations.find(tenant.id(), full.id())).contains(full);
        assertThat(generations.find(tenant.id(), plain.id())).contains(plain);
        assertThat(locked(full)).isEqualTo(full);
        assertThat(generations
                        .list(tenant.id(), GenerationFilter.ALL, PageRequest.first(10))
                        .items())
                .containsExactlyInAnyOrder(full, plain);
    }

    @Test
    void whatIsUnknownIsEmpty() {
        assertThat(generations.find(tenant.id(), new GenerationId(UUID.randomUUID())))
                .isEmpty();
        assertThat(store().transactions()
                        .inTransaction(() -> generations.lock(tenant.id(), new GenerationId(UUID.randomUUID()))))
                .isEmpty();
        assertThat(generations.findAttempt(Samples.sha256())).isEmpty();
        assertThat(generations.findAttempt(new ProviderId("kieai"), new VendorTaskId("t-" + UUID.randomUUID())))
                .isEmpty();
    }

    @Test
    void aRolledBackInsertLeavesNothing() {
        Generation full = Samples.full(store(), tenant);

        assertThatThrownBy(() -> store().transactions().run(() -> {
                    generations.insert(full);
                    throw new UnsupportedOperationException("back");
                }))
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(generations.find(tenant.id(), full.id())).isEmpty();
        assertThat(generations.findAttempt(tokenOf(full, 2))).isEmpty();
    }

    @Test
    void everyChangeIsStoredAndTheRestStays() {
        Generation stored = Samples.full(store(), tenant);
        generations.insert(stored);

        List<UnaryOperator<Generation>> steps = List.of(
                g -> g.at(Stage.SUBMITTING, Samples.NOW.plusSeconds(100)),
                g -> g.withAnalysis(new ReferenceAnalysis(
                        2,
                        ReferenceAnalysis.State.DONE,
                        "blue",
                        new ProviderId("v2"),
                        "m",
                        null,
                        3,
                        VendorCost.ofMicros(1))),
                g -> g.withTrials(List.of(TRIAL, TRIAL)),
                g -> g.withTask(acked(g.tasks().get(4))),
                g -> g.withTask(g.tasks().get(5).ready("six", g.tasks().get(0).hold(), intent(1))),
                g -> g.withTask(nextAttempt(g.tasks().get(1))),
                g -> g.withTask(fallen(g.tasks().get(1))),
                g -> g.withTask(g.tasks()
                        .get(2)
                        .ended(
                                TaskState.CANCELLED,
                                g.tasks().get(1).attempts().get(0).failure(),
                                Samples.NOW)),
                Generation::withCancelRequested,
                g -> g.ended(GenerationState.PARTIAL, Samples.NOW.plusSeconds(200)),
                g -> g.reopened(Stage.SUBMITTING, Samples.NOW.plusSeconds(9_000)));
        for (UnaryOperator<Generation> step : steps) {
            stored = change(stored.id(), step);
            assertThat(generations.find(tenant.id(), stored.id())).contains(stored);
        }
        assertThat(stored.version()).isEqualTo(7 + steps.size());
    }

    @Test
    void aRolledBackUpdateLeavesTheOldValue() {
        Generation full = Samples.full(store(), tenant);
        generations.insert(full);

        assertThatThrownBy(() -> store().transactions().run(() -> {
                    Generation before = generations.lock(tenant.id(), full.id()).orElseThrow();
                    generations.update(
                            before,
                            before.withTask(acked(before.tasks().get(4))).nextVersion());
                    throw new UnsupportedOperationException("back");
                }))
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(generations.find(tenant.id(), full.id())).contains(full);
    }

    @Test
    void aStaleValueIsRefused() {
        Generation first = Samples.stored(store(), tenant);
        Generation second = change(first.id(), Generation::withCancelRequested);

        assertThatThrownBy(() -> store().transactions()
                        .run(() -> generations.update(
                                first, first.at(Stage.ANALYSING, Samples.NOW).nextVersion())))
                .isInstanceOf(IllegalStateException.class);
        assertThat(generations.find(tenant.id(), first.id())).contains(second);
    }

    @Test
    void aLockedGenerationIsChangedByNobodyElse() throws Exception {
        Generation stored = Samples.stored(store(), tenant);
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Generation> holder = CompletableFuture.supplyAsync(() -> change(stored.id(), g -> {
            locked.countDown();
            await(mayEnd);
            return g.withCancelRequested();
        }));
        await(locked);
        CompletableFuture<Generation> waiter =
                CompletableFuture.supplyAsync(() -> change(stored.id(), g -> g.withTrials(List.of(TRIAL))));

        assertThatThrownBy(() -> waiter.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        mayEnd.countDown();

        assertThat(holder.get(30, TimeUnit.SECONDS).version()).isEqualTo(2);
        Generation last = waiter.get(30, TimeUnit.SECONDS);
        assertThat(last.version()).isEqualTo(3);
        assertThat(last.cancelRequested()).isTrue();
        assertThat(last.trials()).hasSize(1);
    }

    @Test
    void noChangeOfManyThreadsIsLost() {
        Generation stored = Samples.stored(store(), tenant);

        Together.run(8, i -> {
            for (int n = 0; n < 10; n++) {
                change(stored.id(), g -> g.withTrials(List.of(TRIAL)));
            }
            return i;
        });

        Generation last = generations.find(tenant.id(), stored.id()).orElseThrow();
        assertThat(last.trials()).hasSize(80);
        assertThat(last.version()).isEqualTo(81);
    }

    @Test
    void anotherOrgFindsNothing() {
        Generation full = Samples.full(store(), tenant);
        generations.insert(full);
        OrgId other = Samples.tenant(store()).id();

        assertThat(generations.find(other, full.id())).isEmpty();
        assertThat(store().transactions().inTransaction(() -> generations.lock(other, full.id())))
                .isEmpty();
        assertThat(generations
                        .list(other, GenerationFilter.ALL, PageRequest.first(10))
                        .items())
                .isEmpty();
    }

    @Test
    void anAttemptIsFoundByItsTokenAndByItsVendorTask() {
        Generation full = Samples.full(store(), tenant);
        generations.insert(full);
        ImageTask running = full.tasks().get(2);
        ImageTask inDoubt = full.tasks().get(3);
        Attempt acked = running.attempt().orElseThrow();
        Attempt doubtful = inDoubt.attempt().orElseThrow();

        assertThat(generations.findAttempt(tokenOf(full, 2))).contains(ref(full, running, acked));
        assertThat(generations.findAttempt(tokenOf(full, 3))).contains(ref(full, inDoubt, doubtful));
        assertThat(generations.findAttempt(acked.provider(), vendorTaskOf(acked)))
                .contains(ref(full, running, acked));
        assertThat(generations.findAttempt(new ProviderId("another"), vendorTaskOf(acked)))
                .isEmpty();
    }

    @Test
    void anOlderAttemptIsStillFound() {
        Generation full = Samples.full(store(), tenant);
        generations.insert(full);
        Attempt lost = full.tasks().get(0).attempts().get(0);

        assertThat(generations.findAttempt(java.util.Objects.requireNonNull(lost.tokenHash())))
                .contains(ref(full, full.tasks().get(0), lost));
    }

    @Test
    void aTokenThatWasTakenBackIsForgotten() {
        Generation full = Samples.full(store(), tenant);
        generations.insert(full);
        String token = tokenOf(full, 3);

        Generation stored = change(full.id(), g -> {
            ImageTask task = g.tasks().get(3);
            return g.withTask(
                    task.with(TaskState.READY, task.attempt().orElseThrow().unsent()));
        });
        assertThat(generations.findAttempt(token)).isEmpty();

        String fresh = Samples.sha256();
        change(full.id(), g -> {
            ImageTask task = g.tasks().get(3);
            return g.withTask(
                    task.with(TaskState.RUNNING, task.attempt().orElseThrow().sent(fresh, Samples.NOW)));
        });
        assertThat(generations.findAttempt(fresh)).hasValueSatisfying(found -> {
            assertThat(found.attempt())
                    .isEqualTo(stored.tasks().get(3).attempt().orElseThrow().id());
            assertThat(found.org()).isEqualTo(tenant.id());
        });
    }

    @Test
    void openGenerationsPastTheirDeadlineAreOverdueOldestFirst() {
        Instant start = Instant.parse("2001-01-01T00:00:00Z");
        Generation late = Samples.accepted(tenant, 1, start.plusSeconds(60));
        Generation later = Samples.accepted(tenant, 1, start);
        Generation ended = Samples.accepted(tenant, 1, start).ended(GenerationState.FAILED, start);
        Generation open = Samples.accepted(Samples.tenant(store()), 1, start.plusSeconds(7_200));
        Stream.of(late, later, ended, open).forEach(generations::insert);

        Instant now = later.deadlineAt().plusSeconds(600);
        assertThat(generations.overdue(GenerationType.IMAGE, now, 10)).containsExactly(refOf(later), refOf(late));
        assertThat(generations.overdue(GenerationType.IMAGE, now, 1)).containsExactly(refOf(later));
        assertThat(generations.overdue(GenerationType.IMAGE, later.deadlineAt().minusSeconds(1), 10))
                .isEmpty();
        assertThat(generations.overdue(GenerationType.IMAGE, open.deadlineAt().plusSeconds(1), 10))
                .as("of all orgs")
                .containsExactly(refOf(later), refOf(late), refOf(open));
    }

    @Test
    void aListIsFiltered() {
        Generation old = Samples.accepted(tenant, 1, Samples.NOW.minusSeconds(100));
        Generation fresh = Samples.accepted(tenant, 1, Samples.NOW);
        Generation full = Samples.full(store(), tenant);
        Stream.of(old, fresh, full).forEach(generations::insert);

        assertThat(list(new GenerationFilter(GenerationState.PENDING, null, null, null, null)))
                .containsExactly(fresh, old);
        assertThat(list(new GenerationFilter(null, old.brief().model(), tenant.userId(), null, null)))
                .hasSize(3);
        assertThat(list(new GenerationFilter(null, new ModelId("another"), null, null, null)))
                .isEmpty();
        assertThat(list(new GenerationFilter(null, null, Samples.user().id(), null, null)))
                .isEmpty();
        assertThat(list(new GenerationFilter(null, null, null, Samples.NOW, null)))
                .as("from is inclusive")
                .containsExactlyInAnyOrder(fresh, full);
        assertThat(list(new GenerationFilter(null, null, null, null, Samples.NOW)))
                .as("before is exclusive")
                .containsExactly(old);
    }

    @Test
    void pagesMissNothingAndRepeatNothingThoughTimesAreEqual() {
        List<Generation> inserted = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            Instant at = i < 8 ? Samples.NOW : Samples.NOW.minusNanos(1_000L * i);
            inserted.add(Samples.accepted(tenant, 1, at));
        }
        inserted.forEach(generations::insert);

        List<Generation> seen = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        do {
            Page<Generation> page = page(3, cursor);
            seen.addAll(page.items());
            cursor = page.nextCursor();
            pages++;
        } while (cursor != null && pages < 10);

        assertThat(pages).isEqualTo(4);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(inserted);
        assertThat(seen)
                .extracting(Generation::createdAt)
                .isSortedAccordingTo(java.util.Comparator.<Instant>reverseOrder());
    }

    @Test
    void aFullLastPageHasNoNext() {
        for (int i = 0; i < 3; i++) {
            Samples.stored(store(), tenant);
        }
        assertThat(page(3, null).nextCursor()).isNull();
    }

    @Test
    void aForeignCursorIsRefused() {
        Samples.stored(store(), tenant);
        for (String cursor : List.of("x", "", "2026-11-20", "a.b", "%00")) {
            assertThatThrownBy(() -> page(3, cursor))
                    .as("cursor %s", cursor)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private List<Generation> list(GenerationFilter filter) {
        return generations.list(tenant.id(), filter, PageRequest.first(50)).items();
    }

    private Page<Generation> page(int limit, @Nullable String cursor) {
        return generations.list(tenant.id(), GenerationFilter.ALL, new PageRequest(limit, cursor));
    }

    private Generation locked(Generation generation) {
        return store().transactions()
                .inTransaction(
                        () -> generations.lock(tenant.id(), generation.id()).orElseThrow());
    }

    private Generation change(GenerationId id, UnaryOperator<Generation> step) {
        return store().transactions().inTransaction(() -> {
            Generation before = generations.lock(tenant.id(), id).orElseThrow();
            Generation after = step.apply(before).nextVersion();
            generations.update(before, after);
            return after;
        });
    }

    private static ImageTask acked(ImageTask task) {
        Attempt attempt = task.attempt()
                .orElseThrow()
                .sent(Samples.sha256(), Samples.NOW)
                .acked(new VendorTaskId("t-" + UUID.randomUUID()), Samples.NOW.plusSeconds(1));
        return task.with(TaskState.RUNNING, attempt);
    }

    private static ImageTask nextAttempt(ImageTask task) {
        return task.ready("two again", task.hold(), intent(2));
    }

    private static ImageTask fallen(ImageTask task) {
        FallbackRung rung = new FallbackRung(new ModelId("else/one"), "1:1", null, 6, "alloy", Credits.of(3), 12_000);
        Attempt intent = Attempt.intent(
                new dev.atelier.core.generation.AttemptId(UUID.randomUUID()), 3, new ProviderId("else"), rung);
        return task.fallen(task.attempt().orElseThrow(), intent);
    }

    private static Attempt intent(int number) {
        return Attempt.intent(
                new dev.atelier.core.generation.AttemptId(UUID.randomUUID()), number, new ProviderId("kieai"));
    }

    private static String tokenOf(Generation generation, int task) {
        return java.util.Objects.requireNonNull(
                generation.tasks().get(task).attempt().orElseThrow().tokenHash());
    }

    private static VendorTaskId vendorTaskOf(Attempt attempt) {
        return java.util.Objects.requireNonNull(attempt.vendorTask());
    }

    private static AttemptRef ref(Generation generation, ImageTask task, Attempt attempt) {
        return new AttemptRef(
                generation.org(), generation.id(), task.id(), attempt.id(), attempt.provider(), generation.type());
    }

    private static GenerationRef refOf(Generation generation) {
        return new GenerationRef(generation.org(), generation.id());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
