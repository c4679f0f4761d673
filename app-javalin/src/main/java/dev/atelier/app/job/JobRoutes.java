package dev.atelier.app.job;

import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Bounds;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Operators;
import dev.atelier.app.http.Paging;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.Reply;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.Routes;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.job.JobRecord;
import dev.atelier.core.job.RetryDeadJobs;
import dev.atelier.core.job.spi.JobQueue;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An org's jobs, and what to do with dead letters: drive them again or throw them away. Jobs of other orgs are not found. How
 * many jobs the whole server has is for the org that runs it.
 */
public final class JobRoutes implements Routes {
    private final JobQueue jobs;
    private final RetryDeadJobs bulkRetry;
    private final Paging paging;
    private final Operators operators;

    public JobRoutes(JobQueue jobs, Paging paging, Operators operators) {
        this.jobs = jobs;
        this.bulkRetry = new RetryDeadJobs(jobs);
        this.paging = paging;
        this.operators = operators;
    }

    /**
     * One job.
     *
     * @param subjectId the generation it is about
     * @param dueAt when it runs next; for a dead one when it died
     */
    record JobView(
            String id,
            String step,
            String subjectId,
            String detail,
            String priority,
            String state,
            int failures,
            Instant dueAt,
            List<JobRecord.Attempt> attempts) {
        static JobView of(JobRecord job) {
            return new JobView(
                    job.id(),
                    job.job().step(),
                    job.job().subject().toString(),
                    job.job().detail(),
                    job.job().priority().name().toLowerCase(Locale.ROOT),
                    job.state().name().toLowerCase(Locale.ROOT),
                    job.failures(),
                    job.dueAt(),
                    job.attempts());
        }
    }

    record DepthView(long waiting, long running, long dead, long oldestDueMs) {
        static DepthView of(JobQueue.Depth depth) {
            return new DepthView(
                    depth.waiting(),
                    depth.running(),
                    depth.dead(),
                    depth.oldestDue().toMillis());
        }
    }

    /** What can be done with many at once. */
    enum Action {
        RETRY
    }

    /**
     * @param kind the step, such as {@code image.submit}; null for every step
     * @param error words that the last failure contains
     * @param dryRun true only counts
     */
    record Bulk(
            Action action,
            @Bounds(min = 1, max = 100) @Nullable String kind,
            @Bounds(min = 1, max = 500) @Nullable String error,
            @Nullable Boolean dryRun) {}

    record BulkView(int matched, int done) {}

    @Override
    public List<String> openApi() {
        return List.of("jobs");
    }

    @Override
    public Area area() {
        return Area.OPERATIONS;
    }

    @Override
    public void addTo(Access access) {
        access.get("/api/v1/admin/jobs", Gate.ADMIN, this::list);
        access.get("/api/v1/admin/jobs/depth", Gate.ADMIN, this::depth);
        access.post("/api/v1/admin/jobs/bulk", Gate.ADMIN, this::bulk);
        access.get("/api/v1/admin/jobs/{id}", Gate.ADMIN, ctx -> ctx.json(JobView.of(find(ctx))));
        access.post("/api/v1/admin/jobs/{id}/retry", Gate.ADMIN, this::retry);
        access.delete("/api/v1/admin/jobs/{id}", Gate.ADMIN, this::discard);
    }

    private void list(Context ctx) {
        OrgId org = Principal.of(ctx).org();
        JobRecord.State state = state(ctx);
        paging.write(ctx, paging.fetch(ctx, page -> jobs.list(org, state, page)).map(JobView::of));
    }

    private static JobRecord.@Nullable State state(Context ctx) {
        String sent = ctx.queryParam("state");
        if (sent == null) {
            return null;
        }
        return switch (sent) {
            case "waiting" -> JobRecord.State.WAITING;
            case "running" -> JobRecord.State.RUNNING;
            case "dead" -> JobRecord.State.DEAD;
            default -> throw Problem.malformed("state", "invalid", "state takes waiting, running or dead.");
        };
    }

    private void depth(Context ctx) {
        operators.require(Principal.of(ctx));
        ctx.json(DepthView.of(jobs.depth()));
    }

    private void retry(Context ctx) {
        JobRecord job = find(ctx);
        if (!jobs.retry(job.id())) {
            throw notDead();
        }
        // It may be done, and so forgotten, before we look again.
        Optional<JobRecord> now = jobs.find(job.id());
        Reply.of(202, JobView.of(now.orElse(job))).write(ctx);
    }

    private void bulk(Context ctx) {
        Bulk wanted = RequestBody.read(ctx, Bulk.class);
        var choice = new RetryDeadJobs.Choice(Principal.of(ctx).org(), wanted.kind(), wanted.error());
        RetryDeadJobs.Result result = switch (wanted.action()) {
            case RETRY -> bulkRetry.retry(choice, Boolean.TRUE.equals(wanted.dryRun()));
        };
        ctx.json(new BulkView(result.matched(), result.done()));
    }

    private void discard(Context ctx) {
        if (!jobs.discard(find(ctx).id())) {
            throw notDead();
        }
        ctx.status(204);
    }

    private JobRecord find(Context ctx) {
        return jobs.find(ctx.pathParam("id"))
                .filter(job -> job.job().org().equals(Principal.of(ctx).org()))
                .orElseThrow(() -> Problem.notFound("job"));
    }

    private static Problem notDead() {
        return Problem.of(ProblemCode.CONFLICT, "This job is not dead: it waits or runs.");
    }
}
