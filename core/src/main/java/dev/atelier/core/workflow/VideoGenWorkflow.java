package dev.atelier.core.workflow;

import dev.atelier.core.account.UserId;
import dev.atelier.core.generation.Attempt;
import dev.atelier.core.generation.AttemptId;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationRef;
import dev.atelier.core.generation.GenerationType;
import dev.atelier.core.generation.ImageBrief;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.OutputFile;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.generation.TaskState;
import dev.atelier.core.job.Job;
import dev.atelier.core.job.JobResult;
import dev.atelier.core.job.Priority;
import dev.atelier.core.media.MediaFormat;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.VideoOrder;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.core.upload.BlobPictureInput;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * From a brief to finished films: the user's words and pictures go to the vendor as they are, and its films are brought home.
 *
 * <p>What is its own stands here: its first step, its order and what it stores. The paid part is {@link PaidTasks}. Every step may
 * run on any node, twice, late, or after a crash. Thread-safe.
 */
public final class VideoGenWorkflow implements Workflow, PaidWork {
    /** There are no prompts of its own yet: the words are taken as they were written. */
    public static final String PROMPT_VERSION = "video@1";

    private static final String WRITE = "video.write";
    private static final TaskSteps STEPS = new TaskSteps("video");

    private final Workbench bench;
    private final PaidTasks tasks;

    public VideoGenWorkflow(Workbench bench) {
        this.bench = bench;
        this.tasks = new PaidTasks(bench, this);
    }

    @Override
    public String name() {
        return STEPS.workflow();
    }

    // ---- which jobs follow ----------------------------------------------------------------------------------------

    /** The first job of an accepted generation. */
    public static List<Job> firstSteps(Generation generation, Priority priority) {
        return List.of(STEPS.job(WRITE, generation, "", priority));
    }

    /** The jobs of a generation that was opened again: what has its words is sent. */
    public static List<Job> nextSteps(Generation generation) {
        return switch (generation.stage()) {
            case QUEUED, ANALYSING, WRITING_PROMPTS -> firstSteps(generation, Priority.NORMAL);
            case SUBMITTING, GENERATING, DONE ->
                STEPS.submits(generation, Priority.NORMAL).toList();
        };
    }

    // ---- running them ---------------------------------------------------------------------------------------------

    @Override
    public JobResult run(Job job, int attempt) {
        return tasks.run(job);
    }

    @Override
    public JobResult before(Generation generation, Job job) {
        if (!job.step().equals(WRITE)) {
            throw new IllegalArgumentException("no step " + job.step());
        }
        return tasks.asWritten(generation, job.priority());
    }

    @Override
    public void exhausted(Job job, RuntimeException lastFailure) {
        tasks.exhausted(job, lastFailure);
    }

    @Override
    public void gaveUp(Job job, TaskFailure why) {
        bench.changes()
                .change(
                        job.org(),
                        new GenerationId(job.subject()),
                        g -> bench.settlement().endAll(g, TaskState.FAILED, why));
    }

    @Override
    public List<GenerationRef> overdue(Instant now, int limit) {
        return bench.store().generations().overdue(GenerationType.VIDEO, now, limit);
    }

    @Override
    public void expire(GenerationRef overdue) {
        tasks.expire(overdue);
    }

    // ---- what is ordered, and what comes back -----------------------------------------------------------------------

    @Override
    public Supplier<Submission> order(Generation generation, ImageTask task, Attempt attempt, @Nullable URI callback) {
        VideoGenerationProvider provider = bench.providers()
                .of(generation.org(), generation.id())
                .videoProvider(attempt.provider())
                .orElseThrow(() -> PaidTasks.notConfigured(attempt.provider()));
        ImageBrief brief = attempt.of(generation.brief());
        List<PictureInput> frames = brief.products().stream()
                .<PictureInput>map(input -> new BlobPictureInput(bench.blobs(), input.key(), input.info()))
                .toList();
        VideoOrder order = new VideoOrder(
                brief.model(),
                Objects.requireNonNull(task.prompt()),
                frames,
                brief.aspectRatio(),
                brief.quality(),
                brief.medium().seconds(),
                brief.seed() == null ? null : brief.seed() + task.index(),
                callback,
                attempt.id().toString());
        return () -> provider.submit(order);
    }

    @Override
    public OutputFile store(UserId owner, AttemptId attempt, ProducedFile file) throws IOException {
        return bench.media().store(owner, attempt, file, MediaFormat.Kind.FILM);
    }
}
