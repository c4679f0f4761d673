package dev.atelier.core.workflow;

import dev.atelier.core.Store;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationRef;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.job.Job;
import dev.atelier.core.job.JobResult;
import dev.atelier.core.job.Priority;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.text.TextSettlement;
import dev.atelier.core.text.spi.TextGenerationRepository;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Texts are answered while their reader waits, by {@link dev.atelier.core.text.AnswerChat}; what is left to jobs is to end those
 * whose process died. Thread-safe.
 */
public final class TextGenWorkflow implements Workflow {
    private static final System.Logger LOG = System.getLogger(TextGenWorkflow.class.getName());
    private static final String EXPIRE = "text.expire";

    private final TextGenerationRepository texts;
    private final JobQueue jobs;
    private final TextSettlement settlement;
    private final Clock clock;

    public TextGenWorkflow(Store store, TextSettlement settlement, Clock clock) {
        this.texts = store.texts();
        this.jobs = store.jobs();
        this.settlement = settlement;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "text";
    }

    @Override
    public List<GenerationRef> overdue(Instant now, int limit) {
        return texts.overdue(now, limit);
    }

    @Override
    public void expire(GenerationRef overdue) {
        jobs.enqueue(new Job(EXPIRE, overdue.org(), overdue.generation().value(), "", Priority.HIGH));
    }

    @Override
    public JobResult run(Job job, int attempt) {
        if (!job.step().equals(EXPIRE)) {
            throw new IllegalArgumentException("no step " + job.step());
        }
        GenerationId id = new GenerationId(job.subject());
        texts.find(job.org(), id)
                .filter(text -> !text.state().terminal() && !clock.instant().isBefore(text.deadlineAt()))
                .ifPresent(text -> settlement.fail(
                        text.org(), text.id(), TaskFailure.of(FailureKind.DEADLINE_PASSED), text.trials()));
        return JobResult.done();
    }

    @Override
    public void exhausted(Job job, RuntimeException lastFailure) {
        LOG.log(System.Logger.Level.ERROR, "step {0} of generation {1} is dead", job.step(), job.subject());
    }
}
