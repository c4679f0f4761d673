package dev.atelier.core.job;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Drives an org's dead letters of one kind again, when what they died of is gone. Thread-safe. */
public final class RetryDeadJobs {
    /** Most dead letters of one call; who has more calls again. */
    public static final int MOST = 1_000;

    private final JobQueue jobs;

    public RetryDeadJobs(JobQueue jobs) {
        this.jobs = jobs;
    }

    /**
     * Which ones.
     *
     * @param step null for every step
     * @param error words that the last failure contains; null for every failure
     */
    public record Choice(
            OrgId org, @Nullable String step, @Nullable String error) {
        boolean takes(JobRecord dead) {
            return (step == null || step.equals(dead.job().step())) && (error == null || diedOf(dead, error));
        }

        private static boolean diedOf(JobRecord dead, String words) {
            List<JobRecord.Attempt> tries = dead.attempts();
            String last = tries.isEmpty() ? null : tries.get(tries.size() - 1).error();
            return last != null && last.contains(words);
        }
    }

    /**
     * What was found and done.
     *
     * @param matched dead letters of this choice, {@link #MOST} at most
     * @param done those that are in the queue again; fewer if others were quicker, 0 if nothing was to be done
     */
    public record Result(int matched, int done) {}

    /** @param dryRun true only counts */
    public Result retry(Choice choice, boolean dryRun) {
        List<String> ids = find(choice);
        int done = dryRun ? 0 : (int) ids.stream().filter(jobs::retry).count();
        return new Result(ids.size(), done);
    }

    private List<String> find(Choice choice) {
        List<String> ids = new ArrayList<>();
        String cursor = null;
        do {
            Page<JobRecord> page =
                    jobs.list(choice.org(), JobRecord.State.DEAD, new PageRequest(PageRequest.MAX_LIMIT, cursor));
            page.items().stream()
                    .filter(choice::takes)
                    .limit(MOST - ids.size())
                    .map(JobRecord::id)
                    .forEach(ids::add);
            cursor = page.nextCursor();
        } while (cursor != null && ids.size() < MOST);
        return ids;
    }
}
