package dev.atelier.core.workflow;

import dev.atelier.core.job.Job;
import dev.atelier.core.job.JobHandler;
import dev.atelier.core.job.JobResult;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Hands each job to the workflow whose step it is. */
public final class Workflows implements JobHandler {
    private final Map<String, Workflow> byName;

    public Workflows(List<Workflow> workflows) {
        this.byName = workflows.stream().collect(Collectors.toMap(Workflow::name, Function.identity()));
    }

    @Override
    public JobResult run(Job job, int attempt) {
        return of(job).run(job, attempt);
    }

    @Override
    public void exhausted(Job job, RuntimeException lastFailure) {
        of(job).exhausted(job, lastFailure);
    }

    private Workflow of(Job job) {
        int dot = job.step().indexOf('.');
        Workflow workflow = byName.get(dot < 0 ? job.step() : job.step().substring(0, dot));
        if (workflow == null) {
            throw new IllegalArgumentException("no workflow has a step " + job.step());
        }
        return workflow;
    }
}
