package dev.atelier.persistence.job;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.job.JobRecord;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.Cursor;
import dev.atelier.persistence.shared.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads jobs, waiting, running and dead ones alike. */
final class JobRows {
    static final String TASK = "atelier.job";

    private static final String ALL = """
            SELECT * FROM (
              SELECT task_instance AS id, execution_time AS due, CASE WHEN picked THEN 'RUNNING' ELSE 'WAITING' END AS state,
                     CAST(convert_from(task_data, 'UTF8') AS json) AS data
                FROM scheduled_tasks WHERE task_name = '%s'
              UNION ALL
              SELECT job_id, died_at, 'DEAD', json_build_object('step', step, 'org', org_id, 'subject', subject,
                     'detail', detail, 'priority', priority, 'failures', failures)
                FROM dead_letter) j
            """.formatted(TASK);

    private JobRows() {}

    private record Row(String id, Instant due, JobRecord.State state, JobPayload payload) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getString("id"),
                    Columns.instant(row, "due"),
                    JobRecord.State.valueOf(row.getString("state")),
                    Json.read(row.getString("data"), JobPayload.class));
        }

        JobRecord with(List<JobRecord.Attempt> attempts) {
            return new JobRecord(id, payload.job(), state, payload.failures(), due, attempts);
        }
    }

    static Page<JobRecord> list(Handle handle, @Nullable OrgId org, JobRecord.@Nullable State state, PageRequest page) {
        Cursor from = page.cursor() == null ? new Cursor(Instant.EPOCH, "") : Cursor.parse(page.cursor());
        List<Row> rows = handle.createQuery(ALL
                        + " WHERE (due, id) > (:at, :after)"
                        + (org == null ? "" : " AND data ->> 'org' = :org")
                        + (state == null ? "" : " AND state = :state")
                        + " ORDER BY due, id LIMIT :limit")
                .bind("at", from.at())
                .bind("after", from.id())
                .bind("limit", page.limit() + 1)
                .bindMap(org == null ? Map.of() : Map.of("org", org.toString()))
                .bindMap(state == null ? Map.of() : Map.of("state", state.name()))
                .map((row, context) -> Row.read(row))
                .list();
        Page<Row> found = Cursor.page(rows, page, row -> new Cursor(row.due(), row.id()));
        Map<String, List<JobRecord.Attempt>> attempts = attempts(handle, found.items());
        return found.map(row -> row.with(attempts.getOrDefault(row.id(), List.of())));
    }

    static Optional<JobRecord> find(Handle handle, String id) {
        Optional<Row> row = handle.createQuery(ALL + " WHERE id = :id")
                .bind("id", id)
                .map((columns, context) -> Row.read(columns))
                .findFirst();
        return row.map(found -> found.with(attempts(handle, List.of(found)).getOrDefault(id, List.of())));
    }

    private static Map<String, List<JobRecord.Attempt>> attempts(Handle handle, List<Row> rows) {
        String ids = rows.stream().map(Row::id).collect(Collectors.joining(",", "{", "}"));
        Map<String, List<JobRecord.Attempt>> all = new HashMap<>();
        handle.createQuery(
                        "SELECT * FROM job_attempt WHERE job_id = ANY (CAST(:ids AS text[])) ORDER BY job_id, number")
                .bind("ids", ids)
                .map((row, context) -> Map.entry(
                        row.getString("job_id"),
                        new JobRecord.Attempt(
                                row.getInt("number"), Columns.instant(row, "at"), row.getString("error"))))
                .forEach(entry -> all.computeIfAbsent(entry.getKey(), id -> new java.util.ArrayList<>())
                        .add(entry.getValue()));
        return all;
    }

    static JobQueue.Depth depth(Handle handle, Instant now) {
        return handle.createQuery("""
                        SELECT count(*) FILTER (WHERE NOT picked) AS waiting, count(*) FILTER (WHERE picked) AS running,
                               (SELECT count(*) FROM dead_letter) AS dead,
                               min(execution_time) FILTER (WHERE NOT picked AND execution_time <= :now) AS oldest
                          FROM scheduled_tasks WHERE task_name = :task""")
                .bind("now", now)
                .bind("task", TASK)
                .map((row, context) -> {
                    Instant oldest = Columns.instantOrNull(row, "oldest");
                    return new JobQueue.Depth(
                            row.getLong("waiting"),
                            row.getLong("running"),
                            row.getLong("dead"),
                            oldest == null ? Duration.ZERO : Duration.between(oldest, now));
                })
                .one();
    }
}
