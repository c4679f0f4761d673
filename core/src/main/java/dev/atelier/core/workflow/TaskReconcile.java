package dev.atelier.core.workflow;

import dev.atelier.core.callback.CallbackUrls;
import dev.atelier.core.callback.StoredCallback;
import dev.atelier.core.callback.spi.CallbackInbox;
import dev.atelier.core.generation.Attempt;
import dev.atelier.core.generation.AttemptRef;
import dev.atelier.core.generation.ChangeGeneration;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.Limits;
import dev.atelier.core.generation.Settlement;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.generation.TaskState;
import dev.atelier.core.generation.spi.GenerationRepository;
import dev.atelier.core.job.JobResult;
import dev.atelier.core.job.Priority;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.key.RunProviders;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.TaskProvider;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at vendors: how far a task is, and what became of an order that is in doubt. */
final class TaskReconcile {
    private static final System.Logger LOG = System.getLogger(TaskReconcile.class.getName());
    private static final Duration SLOWEST_POLL = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration BELL_ECHO = Duration.ofSeconds(30);

    private final GenerationRepository generations;
    private final CallbackInbox inbox;
    private final JobQueue jobs;
    private final RunProviders providers;
    private final ChangeGeneration changes;
    private final Settlement settlement;
    private final Limits limits;
    private final Clock clock;
    private final TaskSteps steps;
    private final TaskResults results;

    TaskReconcile(Workbench bench, TaskSteps steps, TaskResults results) {
        this.generations = bench.store().generations();
        this.inbox = bench.store().callbacks();
        this.jobs = bench.store().jobs();
        this.providers = bench.providers();
        this.changes = bench.changes();
        this.settlement = bench.settlement();
        this.limits = bench.limits();
        this.clock = bench.clock();
        this.steps = steps;
        this.results = results;
    }

    /** @param bell true if a callback asked: the waiting is left to the one that polls */
    JobResult reconcile(Generation generation, TaskId id, boolean bell) {
        ImageTask task = generation.task(id).orElseThrow();
        if (task.state() != TaskState.RUNNING) {
            return JobResult.done();
        }
        Attempt attempt = task.attempt().orElseThrow();
        TaskProvider provider = provider(generation, attempt.provider());
        VendorTaskId vendorTask = attempt.vendorTask();
        if (vendorTask == null) {
            Trace trace = trace(generation, attempt, provider);
            if (trace.task() == null) {
                return bell ? JobResult.done() : stillInDoubt(generation, task, attempt, provider, trace);
            }
            vendorTask = trace.task();
            if (!adopt(generation, id, attempt, vendorTask)) {
                return JobResult.done();
            }
        }
        TaskProgress progress;
        try {
            progress = provider.poll(vendorTask);
        } catch (ProviderFailure failure) {
            LOG.log(System.Logger.Level.INFO, "task {0} could not be polled: {1}", id, failure.getMessage());
            return bell
                    ? JobResult.done()
                    : JobResult.again(failure.retryAfter().orElse(pace(attempt, SOON)));
        }
        return progress.fold(
                running -> stillRunning(generation, attempt, running, bell),
                succeeded -> succeeded(generation, id, attempt, succeeded),
                failed -> results.failed(generation, id, attempt, failed));
    }

    /**
     * What could be found of an attempt in doubt.
     *
     * @param neverTaken true if the vendor's books prove that it took no such order
     */
    private record Trace(@Nullable VendorTaskId task, boolean neverTaken) {}

    /** Looks for the vendor's task of an attempt in doubt: in the inbox by its token, at the vendor by our reference. */
    private Trace trace(Generation generation, Attempt attempt, TaskProvider provider) {
        Optional<VendorTaskId> rung = inbox.ofAttempt(generation.org(), attempt.id()).stream()
                .map(StoredCallback::vendorTask)
                .filter(java.util.Objects::nonNull)
                .map(VendorTaskId::new)
                .findFirst();
        if (rung.isPresent()) {
            return new Trace(rung.get(), false);
        }
        try {
            Optional<VendorTaskId> found = provider.findByReference(attempt.id().toString());
            return new Trace(found.orElse(null), found.isEmpty() && provider.looksUpByReference());
        } catch (ProviderFailure failure) {
            LOG.log(System.Logger.Level.INFO, "look-up of attempt {0} failed: {1}", attempt.id(), failure.getMessage());
            return new Trace(null, false);
        }
    }

    private boolean adopt(Generation generation, TaskId id, Attempt doubted, VendorTaskId vendorTask) {
        Optional<AttemptRef> holder = generations.findAttempt(doubted.provider(), vendorTask);
        if (holder.isPresent() && !holder.get().attempt().equals(doubted.id())) {
            LOG.log(System.Logger.Level.WARNING, "a callback of attempt {0} names another task''s id", doubted.id());
            return false;
        }
        boolean[] adopted = {false};
        changes.change(generation.org(), generation.id(), now -> {
            ImageTask task = now.task(id).orElseThrow();
            Attempt attempt = task.attempt().orElseThrow();
            adopted[0] = task.state() == TaskState.RUNNING && attempt.id().equals(doubted.id());
            if (!adopted[0] || attempt.vendorTask() != null) {
                return now;
            }
            // The submit's own answer may be lost for good: from here on somebody must poll.
            jobs.enqueue(steps.look(now, id), limits.callbackGrace());
            return now.withTask(task.with(TaskState.RUNNING, attempt.acked(vendorTask, clock.instant())));
        });
        return adopted[0];
    }

    private JobResult stillInDoubt(
            Generation generation, ImageTask task, Attempt attempt, TaskProvider provider, Trace trace) {
        Instant now = clock.instant();
        Instant sent = attempt.sentAt() == null ? now : attempt.sentAt();
        // Twice the call's own limit: until then the request may still be on its way from a worker nobody hears of.
        boolean arrived = now.isAfter(sent.plus(provider.callTimeout().multipliedBy(2)));
        if (trace.neverTaken() && arrived) {
            changes.change(generation.org(), generation.id(), g -> sendAgain(g, task.id(), attempt));
            return JobResult.done();
        }
        if (now.isBefore(sent.plus(limits.doubtGrace()))) {
            return JobResult.again(pace(attempt, SOON));
        }
        changes.change(
                generation.org(),
                generation.id(),
                g -> stillThat(g, task.id(), attempt)
                        .map(t -> settlement.end(
                                g, t, TaskState.FAILED, TaskFailure.of(FailureKind.OUTCOME_UNKNOWN), VendorCost.UNTOLD))
                        .orElse(g));
        return JobResult.done();
    }

    /** The vendor's books prove that it never took the order: the same attempt may be sent, now that its fate is known. */
    private Generation sendAgain(Generation generation, TaskId id, Attempt attempt) {
        return stillThat(generation, id, attempt)
                .map(task -> {
                    jobs.enqueue(steps.job(steps.submit(), generation, id.toString(), Priority.NORMAL));
                    return generation.withTask(task.with(TaskState.READY, attempt.unsent()));
                })
                .orElse(generation);
    }

    /** The task, if its newest attempt has not moved since it was looked at. */
    private static Optional<ImageTask> stillThat(Generation generation, TaskId id, Attempt attempt) {
        return generation
                .task(id)
                .filter(task -> task.attempt().filter(attempt::equals).isPresent());
    }

    private JobResult stillRunning(Generation generation, Attempt attempt, TaskProgress.Running running, boolean bell) {
        if (!bell) {
            return JobResult.again(pace(attempt, running.pollAfter()));
        }
        // The vendor rang before its own books said so: look again for a little while.
        Instant quiet = clock.instant().minus(BELL_ECHO);
        boolean fresh = inbox.ofAttempt(generation.org(), attempt.id()).stream()
                .anyMatch(callback -> callback.receivedAt().isAfter(quiet));
        return fresh ? JobResult.again(SOON) : JobResult.done();
    }

    private JobResult succeeded(Generation generation, TaskId id, Attempt attempt, TaskProgress.Succeeded done) {
        URI echoed = done.echoedCallback();
        if (echoed != null && !CallbackUrls.tokenHash(echoed).equals(attempt.tokenHash())) {
            LOG.log(System.Logger.Level.ERROR, "the vendor''s task of attempt {0} is not ours", attempt.id());
            changes.change(
                    generation.org(), generation.id(), now -> results.endRunning(now, id, FailureKind.OUTCOME_UNKNOWN));
            return JobResult.done();
        }
        return results.finish(generation, id, attempt.id(), done.files(), done.cost());
    }

    /** Looks less and less often: as the vendor advises, and an eighth of the time that has gone. */
    private Duration pace(Attempt attempt, Duration advice) {
        Instant since = attempt.sentAt() == null ? clock.instant() : attempt.sentAt();
        Duration slow = Duration.between(since, clock.instant()).dividedBy(8);
        Duration pause = slow.compareTo(SLOWEST_POLL) > 0 ? SLOWEST_POLL : slow;
        return pause.compareTo(advice) > 0 ? pause : advice;
    }

    private TaskProvider provider(Generation generation, ProviderId id) {
        return providers
                .of(generation.org(), generation.id())
                .taskProvider(id)
                .orElseThrow(() -> PaidTasks.notConfigured(id));
    }
}
