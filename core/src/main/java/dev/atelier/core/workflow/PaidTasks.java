package dev.atelier.core.workflow;

import dev.atelier.core.generation.Attempt;
import dev.atelier.core.generation.AttemptId;
import dev.atelier.core.generation.AttemptState;
import dev.atelier.core.generation.ChangeGeneration;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationRef;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.Settlement;
import dev.atelier.core.generation.Stage;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.generation.TaskState;
import dev.atelier.core.generation.spi.GenerationRepository;
import dev.atelier.core.job.Job;
import dev.atelier.core.job.JobResult;
import dev.atelier.core.job.Priority;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.key.RunProviders;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.shared.Ids;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What all workflows share whose results come from paid vendors: sending each task once, watching it, bringing its file home,
 * settling it, and ending it at its deadline.
 *
 * <p>Every step may run on any node, twice, late, or after a crash. Vendors are called outside transactions. Thread-safe.
 */
final class PaidTasks {
    private static final System.Logger LOG = System.getLogger(PaidTasks.class.getName());
    private static final Duration SOON = Duration.ofSeconds(2);

    private final GenerationRepository generations;
    private final JobQueue jobs;
    private final ChangeGeneration changes;
    private final Settlement settlement;
    private final RunProviders providers;
    private final Ids ids;
    private final Clock clock;
    private final PaidWork work;
    private final TaskSteps steps;
    private final Stages stages;
    private final TaskSubmit submit;
    private final TaskReconcile reconcile;

    PaidTasks(Workbench bench, PaidWork work) {
        this.generations = bench.store().generations();
        this.jobs = bench.store().jobs();
        this.changes = bench.changes();
        this.settlement = bench.settlement();
        this.providers = bench.providers();
        this.ids = bench.ids();
        this.clock = bench.clock();
        this.work = work;
        this.steps = new TaskSteps(work.name());
        this.stages = new Stages(bench);
        TaskResults results = new TaskResults(bench, work);
        this.submit = new TaskSubmit(bench, work, steps, results);
        this.reconcile = new TaskReconcile(bench, steps, results);
    }

    /** Runs any step of the workflow; its own ones through {@link PaidWork#before}. */
    JobResult run(Job job) {
        Optional<Generation> found = generations.find(job.org(), new GenerationId(job.subject()));
        if (found.isEmpty() || found.get().state().terminal()) {
            return JobResult.done();
        }
        Generation generation = found.get();
        if (job.step().equals(steps.reconcile())) {
            return keyed(
                    generation, job, () -> reconcile.reconcile(generation, TaskSteps.task(job), TaskSteps.bell(job)));
        }
        if (job.step().equals(steps.expire())) {
            return expireNow(generation);
        }
        if (!clock.instant().isBefore(generation.deadlineAt())) {
            // After a long outage jobs wait whose work is about to be ended: no vendor is paid for that.
            expire(new GenerationRef(generation.org(), generation.id()));
            return JobResult.done();
        }
        return job.step().equals(steps.submit())
                ? keyed(generation, job, () -> submit.submit(generation, TaskSteps.task(job)))
                : work.before(generation, job);
    }

    /** A task whose own key is gone ends at once, and says so: no later try could find the key again. */
    private JobResult keyed(Generation generation, Job job, Supplier<JobResult> step) {
        try {
            return step.get();
        } catch (ProviderFailure failure) {
            if (failure.kind() != FailureKind.CREDENTIALS
                    || providers.keysOf(generation.org(), generation.id()).isEmpty()) {
                throw failure;
            }
            TaskFailure why = new TaskFailure(failure.kind(), String.valueOf(failure.getMessage()));
            changes.change(
                    generation.org(),
                    generation.id(),
                    now -> now.task(TaskSteps.task(job))
                            .map(task -> settlement.end(now, task, TaskState.FAILED, why, VendorCost.UNTOLD))
                            .orElse(now));
            return JobResult.done();
        }
    }

    /** A step has failed for good. */
    void exhausted(Job job, RuntimeException lastFailure) {
        GenerationId id = new GenerationId(job.subject());
        TaskFailure why = why(lastFailure);
        if (job.step().equals(steps.expire())) {
            LOG.log(System.Logger.Level.ERROR, "step {0} of generation {1} is dead", job.step(), id);
        } else if (job.step().equals(steps.submit()) || job.step().equals(steps.reconcile())) {
            changes.change(
                    job.org(),
                    id,
                    g -> g.task(TaskSteps.task(job))
                            .map(task -> endOrDoubt(g, task, why))
                            .orElse(g));
        } else {
            work.gaveUp(job, why);
        }
    }

    /** Queues the end of work whose deadline has passed. */
    void expire(GenerationRef overdue) {
        jobs.enqueue(steps.end(overdue));
    }

    static ProviderFailure notConfigured(ProviderId id) {
        return new ProviderFailure(id, FailureKind.UNAVAILABLE, "provider " + id + " is not configured");
    }

    private static TaskFailure why(RuntimeException failure) {
        if (failure instanceof ProviderFailure provider) {
            return TaskFailure.of(provider.kind());
        }
        return TaskFailure.of(
                failure instanceof UncheckedIOException ? FailureKind.RESULT_UNUSABLE : FailureKind.INTERNAL);
    }

    /** A submit that may have reached the vendor is never simply ended: it waits for its callback or a look-up. */
    private Generation endOrDoubt(Generation generation, ImageTask task, TaskFailure why) {
        Optional<Attempt> attempt = task.attempt();
        if (attempt.isPresent() && attempt.get().state() == AttemptState.SENT) {
            jobs.enqueue(steps.look(generation, task.id()), SOON);
            return generation.withTask(
                    task.with(TaskState.RUNNING, attempt.get().inDoubt()));
        }
        return settlement.end(generation, task, TaskState.FAILED, why, VendorCost.UNTOLD);
    }

    /** One last look at the vendor for each task that is out, then the end: what did not come is given back. */
    private JobResult expireNow(Generation generation) {
        if (clock.instant().isBefore(generation.deadlineAt())) {
            return JobResult.done();
        }
        for (ImageTask task : generation.tasks()) {
            if (task.state() == TaskState.RUNNING) {
                try {
                    reconcile.reconcile(generation, task.id(), false);
                } catch (RuntimeException e) {
                    LOG.log(System.Logger.Level.WARNING, "last look at task " + task.id() + " failed", e);
                }
            }
        }
        changes.change(generation.org(), generation.id(), now -> {
            if (now.state().terminal()) {
                return now;
            }
            Generation next = now;
            for (ImageTask task : now.tasks()) {
                boolean doubt = task.attempt()
                        .filter(a -> a.state() == AttemptState.SENT || a.state() == AttemptState.IN_DOUBT)
                        .isPresent();
                next = settlement.end(
                        next,
                        task,
                        TaskState.FAILED,
                        TaskFailure.of(doubt ? FailureKind.OUTCOME_UNKNOWN : FailureKind.DEADLINE_PASSED),
                        VendorCost.UNTOLD);
            }
            return next;
        });
        return JobResult.done();
    }

    /** Gives every task that has no prompt the user's own words, and sends those. */
    JobResult asWritten(Generation generation, Priority priority) {
        List<String> same = Collections.nCopies(
                generation.tasks().size(), generation.brief().prompt());
        changes.change(generation.org(), generation.id(), now -> planned(now, same, priority));
        return JobResult.done();
    }

    /** In the transaction that made the prompts: gives one to each task that has none, and sends those. */
    Generation planned(Generation generation, List<String> prompts, Priority priority) {
        Generation next = generation;
        int given = 0;
        for (ImageTask task : generation.tasks()) {
            if (task.state() == TaskState.PLANNED && given < prompts.size()) {
                Attempt intent = Attempt.intent(
                        new AttemptId(ids.next()),
                        task.attempts().size() + 1,
                        generation.terms().provider());
                next = next.withTask(task.ready(prompts.get(given++), task.hold(), intent));
            }
        }
        steps.submits(next, priority).forEach(jobs::enqueue);
        return given == 0 ? next : stages.at(next, Stage.SUBMITTING);
    }
}
