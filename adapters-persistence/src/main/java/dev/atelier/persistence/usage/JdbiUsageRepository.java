package dev.atelier.persistence.usage;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.usage.ModelCost;
import dev.atelier.core.usage.ProviderHealth;
import dev.atelier.core.usage.UsageGroup;
import dev.atelier.core.usage.UsageLine;
import dev.atelier.core.usage.UsageQuery;
import dev.atelier.core.usage.spi.UsageRepository;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.JdbiTransactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Usage as a few statements, on the indexes of {@code V011}. */
public final class JdbiUsageRepository implements UsageRepository {
    // What vendors told counts; a picture that they told nothing about counts as it was expected, as CostSum does.
    private static final String USAGE = """
            WITH used AS (
              SELECT e.at, g.user_id, g.model, e.d_spent AS credits,
                     CASE g.kind WHEN 'IMAGE' THEN 1 ELSE 0 END AS images,
                     0 AS generations, 0 AS failed, 0 AS cost
                FROM ledger_entry e JOIN generation g ON g.org_id = e.org_id AND g.id = e.generation_id
               WHERE e.org_id = :org AND e.kind = 'CAPTURE' AND e.at >= :from AND e.at < :to
              UNION ALL
              SELECT g.created_at, g.user_id, g.model, 0, 0, 1,
                     (SELECT count(*) FROM image_task t WHERE t.generation_id = g.id AND t.state = 'FAILED'),
                     coalesce((SELECT sum(coalesce((p.cost->>'micros')::bigint,
                                          CASE p.state WHEN 'SUCCEEDED' THEN g.expected_cost_micros ELSE 0 END))
                                 FROM image_task t JOIN attempt p ON p.task_id = t.id
                                WHERE t.generation_id = g.id), 0)
                     + coalesce((SELECT sum((a.cost->>'micros')::bigint)
                                   FROM reference_analysis a WHERE a.generation_id = g.id), 0)
                     + coalesce((SELECT sum((l->'cost'->>'micros')::bigint)
                                   FROM jsonb_array_elements(g.trials) l), 0)
                FROM generation g
               WHERE g.org_id = :org AND g.created_at >= :from AND g.created_at < :to)
            SELECT <key> AS key, sum(credits) AS credits, sum(images) AS images, sum(generations) AS generations,
                   sum(failed) AS failed, sum(cost) AS cost
              FROM used GROUP BY 1 ORDER BY 1""";
    private static final String MODEL_COST = """
            WITH run AS (
              SELECT id, kind, state, trials, expected_cost_micros AS expected FROM generation
               WHERE org_id = :org AND model = :model AND created_at >= :from AND created_at < :to),
            piece AS (
              SELECT g.expected, p.state = 'SUCCEEDED' AS arrived, (p.cost->>'micros')::bigint AS told
                FROM run g JOIN image_task t ON t.generation_id = g.id JOIN attempt p ON p.task_id = t.id
               WHERE p.state IN ('SUCCEEDED', 'FAILED')
              UNION ALL
              SELECT g.expected, g.state = 'COMPLETED',
                     (SELECT sum((l->'cost'->>'micros')::bigint) FROM jsonb_array_elements(g.trials) l)
                FROM run g WHERE g.kind = 'TEXT' AND g.state IN ('COMPLETED', 'FAILED', 'CANCELLED'))
            SELECT (SELECT count(*) FROM run) AS runs,
                   count(*) FILTER (WHERE arrived) AS results,
                   count(*) FILTER (WHERE arrived AND told IS NOT NULL) AS told_results,
                   coalesce(sum(expected) FILTER (WHERE arrived AND told IS NOT NULL), 0) AS estimate,
                   coalesce(sum(told) FILTER (WHERE arrived), 0) AS actual,
                   coalesce(sum(expected) FILTER (WHERE arrived AND told IS NULL), 0) AS untold,
                   coalesce(sum(told) FILTER (WHERE NOT arrived), 0) AS failed
              FROM piece""";
    private static final String HEALTH = """
            WITH recent AS (
              SELECT id, trials, coalesce(started_at, created_at) AS started FROM generation WHERE created_at >= :since),
            calls AS (
              SELECT p.provider, p.state = 'FAILED' AS failed, p.failure->>'message' AS error,
                     coalesce(p.ended_at, p.sent_at) AS at,
                     CASE p.state WHEN 'SUCCEEDED'
                       THEN floor(extract(epoch FROM p.ended_at - p.sent_at) * 1000)::bigint END AS took
                FROM recent g JOIN image_task t ON t.generation_id = g.id JOIN attempt p ON p.task_id = t.id
               WHERE p.sent_at IS NOT NULL
              UNION ALL
              SELECT a.provider, a.state = 'FAILED', a.error, g.started,
                     CASE a.state WHEN 'DONE' THEN a.took_millis END
                FROM recent g JOIN reference_analysis a ON a.generation_id = g.id
               WHERE a.state <> 'WAITING' AND a.provider IS NOT NULL
              UNION ALL
              SELECT l->>'provider', l->>'failure' IS NOT NULL, l->>'error', g.started,
                     CASE WHEN l->>'failure' IS NULL THEN (l->>'tookMillis')::bigint END
                FROM recent g CROSS JOIN LATERAL jsonb_array_elements(g.trials) l)
            SELECT provider, count(*) AS calls, count(*) FILTER (WHERE failed) AS failures,
                   percentile_disc(0.5) WITHIN GROUP (ORDER BY took) AS p50,
                   percentile_disc(0.95) WITHIN GROUP (ORDER BY took) AS p95,
                   (array_agg(error ORDER BY at DESC) FILTER (WHERE failed))[1] AS error,
                   max(at) FILTER (WHERE failed) AS error_at
              FROM calls GROUP BY provider ORDER BY provider COLLATE "C\"""";

    private final JdbiTransactions transactions;

    public JdbiUsageRepository(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<UsageLine> usage(UsageQuery query) {
        return transactions.with(handle -> handle.createQuery(USAGE)
                .define("key", key(query.by()))
                .bind("org", query.org().value())
                .bind("from", query.from())
                .bind("to", query.to())
                .map((row, context) -> new UsageLine(
                        row.getString("key"),
                        row.getLong("credits"),
                        row.getLong("images"),
                        row.getLong("generations"),
                        row.getLong("failed"),
                        row.getLong("cost")))
                .list());
    }

    private static String key(UsageGroup by) {
        return switch (by) {
            case DAY -> "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD')";
            case PERSON -> "user_id::text";
            case MODEL -> "model COLLATE \"C\"";
        };
    }

    @Override
    public ModelCost modelCost(OrgId org, ModelId model, Instant from, Instant to) {
        return transactions.with(handle -> handle.createQuery(MODEL_COST)
                .bind("org", org.value())
                .bind("model", model.value())
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> new ModelCost(
                        row.getLong("runs"),
                        row.getLong("results"),
                        row.getLong("told_results"),
                        row.getLong("estimate"),
                        row.getLong("actual"),
                        row.getLong("untold"),
                        row.getLong("failed")))
                .one());
    }

    @Override
    public List<ProviderHealth> health(Instant since) {
        return transactions.forAllOrgs(() -> transactions.with(handle -> handle.createQuery(HEALTH)
                .bind("since", since)
                .map((row, context) -> new ProviderHealth(
                        new ProviderId(row.getString("provider")),
                        row.getLong("calls"),
                        row.getLong("failures"),
                        millis(row, "p50"),
                        millis(row, "p95"),
                        row.getString("error"),
                        Columns.instantOrNull(row, "error_at")))
                .list()));
    }

    private static @Nullable Long millis(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
