package dev.atelier.core.workflow;

import dev.atelier.core.chain.JudgeRungs;
import dev.atelier.core.chain.Need;
import dev.atelier.core.chain.Rung;
import dev.atelier.core.chain.Verdict;
import dev.atelier.core.generation.Attempt;
import dev.atelier.core.generation.AttemptId;
import dev.atelier.core.generation.AttemptState;
import dev.atelier.core.generation.ChangeGeneration;
import dev.atelier.core.generation.FallbackRung;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.generation.TaskState;
import dev.atelier.core.job.Priority;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.key.RunKeys;
import dev.atelier.core.key.RunProviders;
import dev.atelier.core.provider.KeyedProviders;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.shared.Ids;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Hands a task that was surely not taken to the next one who can do the same for no more credits. What may have been taken stays where
 * it is, whatever it costs in time.
 */
final class TaskFallback {
    private static final System.Logger LOG = System.getLogger(TaskFallback.class.getName());

    /** Who must wait longer than this for a vendor with too much to do, or has waited so long already, goes elsewhere. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

    private final JudgeRungs judge;
    private final RunProviders providers;
    private final ChangeGeneration changes;
    private final JobQueue jobs;
    private final Ids ids;
    private final Clock clock;
    private final TaskSteps steps;

    TaskFallback(Workbench bench, TaskSteps steps) {
        this.judge = new JudgeRungs(bench.store().chains(), bench.store().catalogue(), bench.clock());
        this.providers = bench.providers();
        this.changes = bench.changes();
        this.jobs = bench.store().jobs();
        this.ids = bench.ids();
        this.clock = bench.clock();
        this.steps = steps;
    }

    /**
     * Moves the task on if the failure and the run allow it and somebody is left.
     *
     * @param failure the vendor's plain word that nothing was started
     * @return false, and nothing changed, if the task stays with its provider
     */
    boolean tookOver(Generation generation, TaskId id, AttemptId attemptId, ProviderFailure failure) {
        if (!generation.brief().fallback() || !moves(generation, failure)) {
            return false;
        }
        Optional<Verdict> next = next(generation, generation.task(id).orElseThrow());
        if (next.isEmpty()) {
            return false;
        }
        boolean[] moved = {false};
        changes.change(generation.org(), generation.id(), now -> {
            ImageTask task = now.task(id).orElseThrow();
            Attempt attempt = task.attempt().orElseThrow();
            moved[0] = task.state() == TaskState.RUNNING
                    && attempt.id().equals(attemptId)
                    && attempt.state() == AttemptState.SENT
                    && !now.cancelRequested();
            return moved[0] ? moved(now, task, attempt, failure, next.get()) : now;
        });
        return moved[0];
    }

    private Generation moved(Generation now, ImageTask task, Attempt attempt, ProviderFailure failure, Verdict next) {
        LOG.log(System.Logger.Level.INFO, "task {0} goes on to {1}", task.id(), next.rung());
        Attempt notTaken = attempt.failed(TaskFailure.of(failure.kind()), VendorCost.UNTOLD, clock.instant());
        Attempt intent = Attempt.intent(
                new AttemptId(ids.next()), attempt.number() + 1, next.rung().provider(), rung(next));
        jobs.enqueue(steps.job(steps.submit(), now, task.id().toString(), Priority.NORMAL));
        return now.withTask(task.fallen(notTaken, intent));
    }

    private static FallbackRung rung(Verdict next) {
        Need need = next.need();
        var price = java.util.Objects.requireNonNull(next.price());
        return new FallbackRung(
                next.rung().model(),
                need.aspectRatio(),
                need.quality(),
                need.seconds(),
                need.voice(),
                price.credits(),
                price.costMicros());
    }

    private boolean moves(Generation generation, ProviderFailure failure) {
        return switch (failure.kind()) {
            case UNAVAILABLE, CREDENTIALS, VENDOR_BALANCE -> true;
            case RATE_LIMITED ->
                failure.retryAfter()
                                .filter(wait -> wait.compareTo(PATIENCE) > 0)
                                .isPresent()
                        || clock.instant().isAfter(generation.createdAt().plus(LONG_ENOUGH));
            case INVALID_ORDER,
                    CONTENT_REFUSED,
                    OUTCOME_UNKNOWN,
                    VENDOR_FAILED,
                    RESULT_UNUSABLE,
                    DEADLINE_PASSED,
                    CANCELLED,
                    INTERNAL -> false;
        };
    }

    /** The first rung that was not tried in this round, can do it, and would be used with the same purse. */
    private Optional<Verdict> next(Generation generation, ImageTask task) {
        RunKeys keys = providers.keysOf(generation.org(), generation.id());
        KeyedProviders with = providers.with(keys);
        boolean own = own(generation.terms().provider(), keys, with);
        ModelId first = generation.brief().model();
        Set<Rung> tried = task.round().stream()
                .map(attempt -> new Rung(
                        attempt.provider(), attempt.of(generation.brief()).model()))
                .collect(Collectors.toSet());
        String prompt = task.prompt();
        Need need = generation.brief().need(prompt == null ? 0 : prompt.length());
        return judge.judge(need, first, generation.terms().unitPrice(), with).stream()
                .filter(Verdict::can)
                .filter(verdict -> !tried.contains(verdict.rung()))
                .filter(verdict -> own(verdict.rung().provider(), keys, with) == own)
                .findFirst();
    }

    /** Nobody pays for a fall who did not agree to pay for the run: own keys stay with own keys, the platform's with the platform's. */
    private static boolean own(ProviderId provider, RunKeys keys, KeyedProviders with) {
        return with.config(provider)
                .map(ProviderConfig::adapter)
                .flatMap(keys::of)
                .isPresent();
    }
}
