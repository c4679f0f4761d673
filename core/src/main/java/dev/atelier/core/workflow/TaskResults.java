package dev.atelier.core.workflow;

import dev.atelier.core.blob.StorageFailure;
import dev.atelier.core.callback.spi.CallbackInbox;
import dev.atelier.core.generation.Attempt;
import dev.atelier.core.generation.AttemptId;
import dev.atelier.core.generation.AttemptState;
import dev.atelier.core.generation.ChangeGeneration;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.OutputFile;
import dev.atelier.core.generation.Settlement;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.generation.TaskState;
import dev.atelier.core.generation.spi.GenerationRepository;
import dev.atelier.core.job.JobResult;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.media.MediaRefused;
import dev.atelier.core.picture.PictureRefused;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.spi.ResultFetcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Brings what a vendor made home, charges it, and ends tasks whose result will not come. */
final class TaskResults {
    private static final System.Logger LOG = System.getLogger(TaskResults.class.getName());
    private static final Duration NEXT_TRY = Duration.ofSeconds(5);

    private final GenerationRepository generations;
    private final CallbackInbox inbox;
    private final JobQueue jobs;
    private final ChangeGeneration changes;
    private final Settlement settlement;
    private final PaidWork work;
    private final Clock clock;

    TaskResults(Workbench bench, PaidWork work) {
        this.generations = bench.store().generations();
        this.inbox = bench.store().callbacks();
        this.jobs = bench.store().jobs();
        this.changes = bench.changes();
        this.settlement = bench.settlement();
        this.work = work;
        this.clock = bench.clock();
    }

    /** Stores the first file and settles; the generation may have moved on meanwhile. */
    JobResult finish(Generation generation, TaskId id, AttemptId attempt, List<ProducedFile> files, VendorCost cost) {
        if (files.isEmpty()) {
            changes.change(generation.org(), generation.id(), now -> endRunning(now, id, FailureKind.VENDOR_FAILED));
            return JobResult.done();
        }
        OutputFile output;
        try {
            output = work.store(generation.user(), attempt, files.get(0));
        } catch (PictureRefused | MediaRefused refused) {
            LOG.log(System.Logger.Level.WARNING, "result of task {0} refused: {1}", id, refused.getMessage());
            changes.change(generation.org(), generation.id(), now -> endRunning(now, id, FailureKind.RESULT_UNUSABLE));
            return JobResult.done();
        } catch (ResultFetcher.Gone | StorageFailure gone) {
            // A fresh look may give a fresh URL, and a store comes back: until the deadline this is only late.
            LOG.log(System.Logger.Level.WARNING, "result of task {0} not stored yet: {1}", id, gone.getMessage());
            return later(generation, id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        changes.change(generation.org(), generation.id(), now -> {
            ImageTask task = now.task(id).orElseThrow();
            boolean ours = task.attempt().filter(a -> a.id().equals(attempt)).isPresent();
            closeBooks(now, attempt, "completed");
            return ours ? settlement.complete(now, task, output, cost) : now;
        });
        return JobResult.done();
    }

    /** The vendor says that it made nothing. */
    JobResult failed(Generation generation, TaskId id, Attempt attempt, TaskProgress.Failed failed) {
        changes.change(generation.org(), generation.id(), now -> {
            ImageTask task = now.task(id).orElseThrow();
            closeBooks(now, attempt.id(), "failed");
            return settlement.end(
                    now,
                    task,
                    TaskState.FAILED,
                    new TaskFailure(failed.kind(), failed.kind().sentence() + " " + failed.message()),
                    failed.cost());
        });
        return JobResult.done();
    }

    /** Ends a locked task that will not come. */
    Generation endRunning(Generation now, TaskId id, FailureKind kind) {
        return settlement.end(
                now, now.task(id).orElseThrow(), TaskState.FAILED, TaskFailure.of(kind), VendorCost.UNTOLD);
    }

    private JobResult later(Generation generation, TaskId id) {
        Optional<Attempt> attempt = generations
                .find(generation.org(), generation.id())
                .flatMap(g -> g.task(id))
                .flatMap(ImageTask::attempt);
        if (attempt.isPresent() && attempt.get().state() == AttemptState.SENT) {
            // The vendor answered with the bytes themselves and will not give them again.
            changes.change(generation.org(), generation.id(), now -> endRunning(now, id, FailureKind.RESULT_UNUSABLE));
            return JobResult.done();
        }
        return JobResult.again(NEXT_TRY);
    }

    /** In the transaction that settles, before the wallet: callbacks are answered, and nobody need poll any more. */
    private void closeBooks(Generation generation, AttemptId attempt, String outcome) {
        inbox.markProcessed(generation.org(), attempt, clock.instant(), outcome);
        jobs.withdraw(TaskSteps.pollName(attempt));
    }
}
