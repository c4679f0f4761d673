package dev.atelier.app.diagnosis;

import dev.atelier.core.Store;
import dev.atelier.core.account.Org;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.job.JobRecord;
import dev.atelier.core.shared.PageRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Jobs that were given up, and callbacks that nothing came of. */
final class QueueExaminations {
    private static final int MOST = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String ANSWERS = "Check DATABASE_URL, and whether the database runs.";
    private static final String DEAD = "See them under Admin, Jobs: drive them again when the reason is gone.";
    private static final String UNMATCHED =
            "See them under Admin, Callbacks; if workers are behind, raise ATELIER_WORKERS.";

    private QueueExaminations() {}

    /** Of the whole installation; the callbacks of the org that runs it. */
    static List<Examination> ofAll(Store store, Clock clock) {
        return List.of(
                Examination.of(
                        "dead_jobs",
                        "Dead jobs",
                        ANSWERS,
                        () -> dead(store.jobs().depth().dead(), false)),
                Examination.of(
                        "callbacks",
                        "Unmatched callbacks",
                        ANSWERS,
                        () -> store.accounts().orgs().stream()
                                .findFirst()
                                .map(Org::id)
                                .map(org -> callbacks(store, clock, org))
                                .orElse(Finding.ok("none"))));
    }

    /** Of one org. */
    static List<Examination> of(Store store, Clock clock, OrgId org) {
        return List.of(
                Examination.of("dead_jobs", "Dead jobs", ANSWERS, () -> {
                    var page = store.jobs().list(org, JobRecord.State.DEAD, PageRequest.first(MOST));
                    return dead(page.items().size(), page.nextCursor() != null);
                }),
                Examination.of("callbacks", "Unmatched callbacks", ANSWERS, () -> callbacks(store, clock, org)));
    }

    private static Finding dead(long count, boolean more) {
        return count == 0
                ? Finding.ok("none")
                : Finding.warning(count(count, more) + " job(s) were given up after many tries", DEAD);
    }

    private static Finding callbacks(Store store, Clock clock, OrgId org) {
        Instant old = clock.instant().minus(PATIENCE);
        var page = store.callbacks().list(org, false, PageRequest.first(MOST));
        long waiting = page.items().stream()
                .filter(callback -> callback.receivedAt().isBefore(old))
                .count();
        return waiting == 0
                ? Finding.ok("none")
                : Finding.warning(
                        count(waiting, page.nextCursor() != null) + " callback(s) of vendors led to nothing",
                        UNMATCHED);
    }

    private static String count(long count, boolean more) {
        return (more ? "more than " : "") + count;
    }
}
