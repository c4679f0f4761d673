package dev.atelier.core.workflow;

import dev.atelier.core.callback.CallbackToken;
import dev.atelier.core.callback.CallbackUrls;
import dev.atelier.core.generation.Attempt;
import dev.atelier.core.generation.AttemptId;
import dev.atelier.core.generation.AttemptState;
import dev.atelier.core.generation.ChangeGeneration;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.Limits;
import dev.atelier.core.generation.Settlement;
import dev.atelier.core.generation.Stage;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.generation.TaskState;
import dev.atelier.core.job.JobResult;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.key.RunProviders;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.spi.TaskProvider;
import dev.atelier.core.shared.Insist;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sends orders: what is known before a paid call is committed before it, {@code INTENT -> SENT -> ACKED}, and an order whose fate is
 * unknown is doubted, never sent again.
 */
final class TaskSubmit {
    private static final System.Logger LOG = System.getLogger(TaskSubmit.class.getName());
    private static final Duration RATE_LIMIT_PAUSE = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(2);

    private final JobQueue jobs;
    private final RunProviders providers;
    private final ChangeGeneration changes;
    private final Settlement settlement;
    private final CallbackUrls callbackUrls;
    private final Limits limits;
    private final RandomGenerator random;
    private final Clock clock;
    private final PaidWork work;
    private final TaskSteps steps;
    private final Stages stages;
    private final TaskResults results;
    private final TaskFallback fallback;

    TaskSubmit(Workbench bench, PaidWork work, TaskSteps steps, TaskResults results) {
        this.jobs = bench.store().jobs();
        this.providers = bench.providers();
        this.changes = bench.changes();
        this.settlement = bench.settlement();
        this.callbackUrls = bench.callbackUrls();
        this.limits = bench.limits();
        this.random = bench.random();
        this.clock = bench.clock();
        this.work = work;
        this.steps = steps;
        this.stages = new Stages(bench);
        this.results = results;
        this.fallback = new TaskFallback(bench, steps);
    }

    JobResult submit(Generation generation, TaskId id) {
        ImageTask task = generation.task(id).orElseThrow();
        Attempt attempt = task.attempt().orElseThrow();
        if (attempt.state() == AttemptState.SENT) {
            // A worker died, or lives on unheard of, between SENT and ACKED: the vendor may have the order.
            changes.change(generation.org(), generation.id(), g -> doubted(g, id, attempt.id()));
            return JobResult.done();
        }
        if (task.state() != TaskState.READY) {
            return JobResult.done();
        }
        String token = CallbackToken.create(random);
        URI callback = callback(generation, attempt.provider(), token);
        Supplier<Submission> order = work.order(generation, task, attempt, callback);
        if (!claim(generation, id, attempt, token)) {
            return JobResult.done();
        }
        try {
            return order.get()
                    .fold(
                            accepted -> acked(generation, id, attempt.id(), accepted, callback != null),
                            completed ->
                                    results.finish(generation, id, attempt.id(), completed.files(), completed.cost()));
        } catch (ProviderFailure failure) {
            return notTaken(generation, id, attempt.id(), failure);
        } catch (RuntimeException bug) {
            LOG.log(System.Logger.Level.ERROR, "submit of task " + id + " broke; its fate is in doubt", bug);
            changes.change(generation.org(), generation.id(), g -> doubted(g, id, attempt.id()));
            return JobResult.done();
        }
    }

    private @Nullable URI callback(Generation generation, ProviderId id, String token) {
        boolean callsBack = providers
                .of(generation.org(), generation.id())
                .taskProvider(id)
                .map(TaskProvider::callsBack)
                .orElseThrow(() -> PaidTasks.notConfigured(id));
        return callsBack ? callbackUrls.url(id, token).orElse(null) : null;
    }

    /** Stores SENT before the call; only one worker ever gets true for an attempt. */
    private boolean claim(Generation generation, TaskId id, Attempt intent, String token) {
        boolean[] ours = {false};
        changes.change(generation.org(), generation.id(), now -> {
            ours[0] = false;
            ImageTask task = now.task(id).orElseThrow();
            Attempt attempt = task.attempt().orElseThrow();
            if (task.state() != TaskState.READY
                    || !attempt.id().equals(intent.id())
                    || attempt.state() != AttemptState.INTENT) {
                return now;
            }
            ours[0] = true;
            Generation next = now.withTask(
                    task.with(TaskState.RUNNING, attempt.sent(CallbackToken.hash(token), clock.instant())));
            boolean last = next.count(state -> state == TaskState.READY || state == TaskState.PLANNED) == 0;
            return last ? stages.at(next, Stage.GENERATING) : next;
        });
        return ours[0];
    }

    private JobResult acked(
            Generation generation, TaskId id, AttemptId attemptId, Submission.Accepted accepted, boolean callsBack) {
        Duration first = callsBack && accepted.pollAfter().compareTo(limits.callbackGrace()) < 0
                ? limits.callbackGrace()
                : accepted.pollAfter();
        // The vendor has taken a paid order, and its name for it is in our hands alone.
        Insist.on(
                "an acknowledgement",
                () -> changes.change(generation.org(), generation.id(), now -> {
                    ImageTask task = now.task(id).orElseThrow();
                    Attempt attempt = task.attempt().orElseThrow();
                    if (task.state() != TaskState.RUNNING || !attempt.id().equals(attemptId)) {
                        return now;
                    }
                    jobs.enqueue(TaskSteps.pollName(attemptId), steps.look(now, id), first);
                    return accepted.task().equals(attempt.vendorTask())
                            ? now
                            : now.withTask(
                                    task.with(TaskState.RUNNING, attempt.acked(accepted.task(), clock.instant())));
                }));
        return JobResult.done();
    }

    private JobResult notTaken(Generation generation, TaskId id, AttemptId attemptId, ProviderFailure failure) {
        LOG.log(
                System.Logger.Level.WARNING,
                "task {0} was not taken by {1}: {2} {3}",
                id,
                failure.provider(),
                failure.kind(),
                failure.getMessage());
        if (failure.kind() == FailureKind.OUTCOME_UNKNOWN) {
            changes.change(generation.org(), generation.id(), g -> doubted(g, id, attemptId));
            return JobResult.done();
        }
        if (fallback.tookOver(generation, id, attemptId, failure)) {
            return JobResult.done();
        }
        boolean again = failure.kind().retryable();
        changes.change(generation.org(), generation.id(), now -> {
            ImageTask task = now.task(id).orElseThrow();
            Attempt attempt = task.attempt().orElseThrow();
            if (task.state() != TaskState.RUNNING || !attempt.id().equals(attemptId)) {
                return now;
            }
            if (again && !now.cancelRequested()) {
                return now.withTask(task.with(TaskState.READY, attempt.unsent()));
            }
            return settlement.end(now, task, TaskState.FAILED, TaskFailure.of(failure.kind()), VendorCost.UNTOLD);
        });
        if (!again) {
            return JobResult.done();
        }
        if (failure.kind() == FailureKind.RATE_LIMITED) {
            // Being told to wait is no failed attempt; the deadline still runs.
            return JobResult.again(failure.retryAfter().orElse(RATE_LIMIT_PAUSE));
        }
        throw failure;
    }

    private Generation doubted(Generation now, TaskId id, AttemptId attemptId) {
        ImageTask task = now.task(id).orElseThrow();
        Attempt attempt = task.attempt().orElseThrow();
        if (!attempt.id().equals(attemptId) || attempt.state() != AttemptState.SENT) {
            return now;
        }
        jobs.enqueue(steps.look(now, id), SOON);
        return now.withTask(task.with(TaskState.RUNNING, attempt.inDoubt()));
    }
}
