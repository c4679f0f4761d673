package dev.atelier.core.workflow;

import dev.atelier.core.account.UserId;
import dev.atelier.core.generation.Attempt;
import dev.atelier.core.generation.AttemptId;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.OutputFile;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.job.Job;
import dev.atelier.core.job.JobResult;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.Submission;
import java.io.IOException;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a workflow adds to {@link PaidTasks}: its order, its results, and the steps before the first paid one. */
interface PaidWork {
    /** The word before the dot in the names of its steps. */
    String name();

    /**
     * Makes the order of a task ready. Whatever can fail for want of a provider or a good order fails here; nothing is sent before
     * the answer is called, once.
     *
     * @param callback where the vendor shall call; null where it cannot
     */
    Supplier<Submission> order(Generation generation, ImageTask task, Attempt attempt, @Nullable URI callback);

    /**
     * Stores the file of one task for good; repeated after a crash, it writes the same objects again.
     *
     * @throws dev.atelier.core.picture.PictureRefused if it is no picture that we take
     * @throws dev.atelier.core.media.MediaRefused if it is no film or voice that we take
     * @throws dev.atelier.core.provider.spi.ResultFetcher.Gone if the vendor's URL no longer gives it
     * @throws IOException if it could not be fetched
     * @throws dev.atelier.core.blob.StorageFailure if it could not be stored
     */
    OutputFile store(UserId owner, AttemptId attempt, ProducedFile file) throws IOException;

    /** Runs a step of the workflow's own, which comes before its tasks are ready. */
    JobResult before(Generation generation, Job job);

    /** A step of the workflow's own has failed for good. */
    void gaveUp(Job job, TaskFailure why);
}
