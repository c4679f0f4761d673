package dev.atelier.persistence.job;

import com.github.kagkarlsson.scheduler.task.Execution;
import dev.atelier.persistence.shared.JdbiTransactions;
import dev.atelier.persistence.shared.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The statements that end a try. They are ours and not the library's, since a failed try, its dead letter and what the
 * handler writes about it belong in one transaction; each is fenced by the row's version, as the library's own are.
 */
final class JobEnds {
    private static final int MOST_ERROR = 500;
    private static final String FENCED =
            " WHERE task_name = :task AND task_instance = :id AND version = :version AND picked";

    private JobEnds() {}

    /** False, and nothing written, if another worker has the job by now. */
    static boolean retry(Handle handle, Execution execution, JobPayload payload, Instant due, Instant now) {
        return handle.createUpdate("""
                                UPDATE scheduled_tasks
                                   SET picked = false, picked_by = NULL, last_heartbeat = NULL, last_failure = :now,
                                       consecutive_failures = :failures, execution_time = :due, task_data = :data,
                                       priority = :rank, version = version + 1
                                """ + FENCED)
                        .bind("task", JobRows.TASK)
                        .bind("id", execution.getId())
                        .bind("version", execution.version)
                        .bind("now", now)
                        .bind("failures", payload.failures())
                        .bind("due", due)
                        .bind("data", Json.write(payload).getBytes(StandardCharsets.UTF_8))
                        .bind("rank", payload.rank())
                        .execute()
                == 1;
    }

    /** Moves the job to the dead letters; false, and nothing written, if another worker has the job by now. */
    static boolean bury(Handle handle, Execution execution, JobPayload payload, Instant now) {
        int removed = handle.createUpdate("DELETE FROM scheduled_tasks" + FENCED)
                .bind("task", JobRows.TASK)
                .bind("id", execution.getId())
                .bind("version", execution.version)
                .execute();
        if (removed == 0) {
            return false;
        }
        handle.createUpdate("""
                        INSERT INTO dead_letter (job_id, org_id, step, subject, detail, priority, failures, died_at)
                        VALUES (:id, :org, :step, :subject, :detail, :priority, :failures, :now)""")
                .bind("id", execution.getId())
                .bind("org", payload.org().value())
                .bind("step", payload.step())
                .bind("subject", payload.subject())
                .bind("detail", payload.detail())
                .bind("priority", payload.priority().name())
                .bind("failures", payload.failures())
                .bind("now", now)
                .execute();
        return true;
    }

    /** Removes the job if nobody has taken it. Locks one row that no worker runs, so it may come before any other lock. */
    static boolean withdraw(Handle handle, String id) {
        int removed = handle.createUpdate(
                        "DELETE FROM scheduled_tasks WHERE task_name = :task AND task_instance = :id AND NOT picked")
                .bind("task", JobRows.TASK)
                .bind("id", id)
                .execute();
        if (removed == 1) {
            handle.createUpdate("DELETE FROM job_attempt WHERE job_id = :id")
                    .bind("id", id)
                    .execute();
        }
        return removed == 1;
    }

    static boolean dead(Handle handle, String id) {
        return handle.createQuery("SELECT true FROM dead_letter WHERE job_id = :id")
                .bind("id", id)
                .mapTo(Boolean.class)
                .findOne()
                .isPresent();
    }

    static void writeAttempt(Handle handle, String id, int number, Instant at, RuntimeException failure) {
        String error = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        handle.createUpdate("""
                        INSERT INTO job_attempt (job_id, number, at, error) VALUES (:id, :number, :at, :error)
                        ON CONFLICT (job_id, number) DO UPDATE SET at = excluded.at, error = excluded.error""")
                .bind("id", id)
                .bind("number", number)
                .bind("at", at)
                .bind(
                        "error",
                        (error.length() > MOST_ERROR ? error.substring(0, MOST_ERROR) : error).replace('\0', ' '))
                .execute();
    }

    static void forgetAttempts(JdbiTransactions transactions, String id) {
        transactions.with(handle -> handle.createUpdate("DELETE FROM job_attempt WHERE job_id = :id")
                .bind("id", id)
                .execute());
    }

    /** Frees what a stopped set of workers had taken and not begun. */
    static void release(JdbiTransactions transactions, String worker, Set<String> stillRunning) {
        transactions.with(handle -> handle.createUpdate("""
                        UPDATE scheduled_tasks
                           SET picked = false, picked_by = NULL, last_heartbeat = NULL, version = version + 1
                         WHERE task_name = :task AND picked AND picked_by = :worker
                           AND NOT task_instance = ANY (CAST(:running AS text[]))""")
                .bind("task", JobRows.TASK)
                .bind("worker", worker)
                .bind("running", "{" + String.join(",", stillRunning) + "}")
                .execute());
    }

    /** Lets jobs that have been due for long go first; a few at a time, so that no sweep is long. */
    static void promote(JdbiTransactions transactions, Instant dueBefore, int rank) {
        transactions.with(handle -> handle.createUpdate("""
                        UPDATE scheduled_tasks SET priority = :rank WHERE ctid IN (
                          SELECT ctid FROM scheduled_tasks
                           WHERE NOT picked AND priority < :rank AND execution_time < :before
                           ORDER BY execution_time LIMIT 200 FOR UPDATE SKIP LOCKED)""")
                .bind("rank", rank)
                .bind("before", dueBefore)
                .execute());
    }
}
