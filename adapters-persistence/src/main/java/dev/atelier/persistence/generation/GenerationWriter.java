package dev.atelier.persistence.generation;

import dev.atelier.core.generation.Attempt;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.ReferenceAnalysis;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.generation.Terms;
import dev.atelier.persistence.shared.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Writes generations: one statement for the row, and one batch for each kind of part that differs. */
final class GenerationWriter {
    private static final String INSERT = """
            INSERT INTO generation (id, org_id, user_id, model, brief, provider, unit_price, book_version,
                   expected_cost_micros, prompt_version, state, stage, cancel_requested, trials, failure,
                   created_at, started_at, completed_at, deadline_at, version, parent_image_id, kind)
            VALUES (:id, :org, :user, :model, CAST(:brief AS jsonb), :provider, :unitPrice, :bookVersion,
                   :expectedCost, :promptVersion, :state, :stage, :cancel, CAST(:trials AS jsonb),
                   CAST(:failure AS jsonb), :createdAt, :startedAt, :completedAt, :deadlineAt, :version, :parent, :kind)""";
    private static final String UPDATE = """
            UPDATE generation SET state = :state, stage = :stage, cancel_requested = :cancel,
                   trials = coalesce(CAST(:trials AS jsonb), trials), failure = CAST(:failure AS jsonb),
                   started_at = :startedAt, completed_at = :completedAt, deadline_at = :deadlineAt, version = :version
             WHERE org_id = :org AND id = :id AND version = :before""";
    private static final String ANALYSIS = """
            INSERT INTO reference_analysis (org_id, generation_id, idx, state, text, provider, model, error,
                   took_millis, cost)
            VALUES (:org, :generation, :idx, :state, :text, :provider, :model, :error, :took, CAST(:cost AS jsonb))
            ON CONFLICT (generation_id, idx) DO UPDATE SET state = excluded.state, text = excluded.text,
                   provider = excluded.provider, model = excluded.model, error = excluded.error,
                   took_millis = excluded.took_millis, cost = excluded.cost""";
    private static final String TASK = """
            INSERT INTO image_task (id, org_id, generation_id, idx, state, prompt, hold_id, output, failure,
                   completed_at)
            VALUES (:id, :org, :generation, :idx, :state, :prompt, :hold, CAST(:output AS jsonb),
                   CAST(:failure AS jsonb), :completedAt)
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, prompt = excluded.prompt,
                   hold_id = excluded.hold_id, output = excluded.output, failure = excluded.failure,
                   completed_at = excluded.completed_at""";
    private static final String ATTEMPT = """
            INSERT INTO attempt (id, org_id, task_id, number, state, provider, token_hash, vendor_task, sent_at,
                   acked_at, ended_at, failure, cost, rung)
            VALUES (:id, :org, :task, :number, :state, :provider, :tokenHash, :vendorTask, :sentAt, :ackedAt,
                   :endedAt, CAST(:failure AS jsonb), CAST(:cost AS jsonb), CAST(:rung AS jsonb))
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, provider = excluded.provider,
                   token_hash = excluded.token_hash,
                   vendor_task = excluded.vendor_task, sent_at = excluded.sent_at, acked_at = excluded.acked_at,
                   ended_at = excluded.ended_at, failure = excluded.failure, cost = excluded.cost""";

    private GenerationWriter() {}

    static void insert(Handle handle, Generation generation) {
        Terms terms = generation.terms();
        handle.createUpdate(INSERT)
                .bind("id", generation.id().value())
                .bind("org", generation.org().value())
                .bind("user", generation.user().value())
                .bind("model", generation.brief().model().value())
                .bind("brief", Json.write(generation.brief()))
                .bind("provider", terms.provider().slug())
                .bind("unitPrice", terms.unitPrice().amount())
                .bind("bookVersion", terms.bookVersion())
                .bind("expectedCost", terms.expectedCostMicros())
                .bind("promptVersion", terms.promptVersion())
                .bind("state", generation.state().name())
                .bind("stage", generation.stage().name())
                .bind("cancel", generation.cancelRequested())
                .bind("trials", Json.write(generation.trials()))
                .bind("failure", Json.writeNullable(generation.failure()))
                .bind("createdAt", generation.createdAt())
                .bind("startedAt", generation.startedAt())
                .bind("completedAt", generation.completedAt())
                .bind("deadlineAt", generation.deadlineAt())
                .bind("version", generation.version())
                .bind("parent", parent(generation))
                .bind("kind", generation.type().name())
                .execute();
        writeParts(handle, null, generation);
    }

    private static @Nullable UUID parent(Generation generation) {
        TaskId parent = generation.brief().parent();
        return parent == null ? null : parent.value();
    }

    /** False, and nothing written, if the stored version is not {@code before}'s. */
    static boolean update(Handle handle, Generation before, Generation after) {
        int rows = handle.createUpdate(UPDATE)
                .bind("id", after.id().value())
                .bind("org", after.org().value())
                .bind("state", after.state().name())
                .bind("stage", after.stage().name())
                .bind("cancel", after.cancelRequested())
                .bind("trials", after.trials().equals(before.trials()) ? null : Json.write(after.trials()))
                .bind("failure", Json.writeNullable(after.failure()))
                .bind("startedAt", after.startedAt())
                .bind("completedAt", after.completedAt())
                .bind("deadlineAt", after.deadlineAt())
                .bind("version", after.version())
                .bind("before", before.version())
                .execute();
        if (rows == 1) {
            writeParts(handle, before, after);
        }
        return rows == 1;
    }

    private static void writeParts(Handle handle, @Nullable Generation before, Generation after) {
        writeAnalyses(handle, after, changed(before == null ? List.of() : before.analyses(), after.analyses()));
        List<ImageTask> tasks = changed(before == null ? List.of() : before.tasks(), after.tasks());
        writeTasks(handle, after, tasks);
        Set<Attempt> old = new HashSet<>();
        if (before != null) {
            before.tasks().forEach(task -> old.addAll(task.attempts()));
        }
        writeAttempts(handle, after, tasks, attempt -> !old.contains(attempt));
    }

    private static <T> List<T> changed(List<T> before, List<T> after) {
        Set<T> old = new HashSet<>(before);
        return after.stream().filter(part -> !old.contains(part)).toList();
    }

    private static void writeAnalyses(Handle handle, Generation generation, List<ReferenceAnalysis> analyses) {
        if (analyses.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(ANALYSIS);
        for (ReferenceAnalysis analysis : analyses) {
            batch.bind("org", generation.org().value())
                    .bind("generation", generation.id().value())
                    .bind("idx", analysis.index())
                    .bind("state", analysis.state().name())
                    .bind("text", analysis.text())
                    .bind(
                            "provider",
                            analysis.provider() == null
                                    ? null
                                    : analysis.provider().slug())
                    .bind("model", analysis.model())
                    .bind("error", analysis.error())
                    .bind("took", analysis.tookMillis())
                    .bind("cost", Json.write(analysis.cost()))
                    .add();
        }
        batch.execute();
    }

    private static void writeTasks(Handle handle, Generation generation, List<ImageTask> tasks) {
        if (tasks.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(TASK);
        for (ImageTask task : tasks) {
            batch.bind("id", task.id().value())
                    .bind("org", generation.org().value())
                    .bind("generation", generation.id().value())
                    .bind("idx", task.index())
                    .bind("state", task.state().name())
                    .bind("prompt", task.prompt())
                    .bind("hold", task.hold().value())
                    .bind("output", Json.writeNullable(task.output()))
                    .bind("failure", Json.writeNullable(task.failure()))
                    .bind("completedAt", task.completedAt())
                    .add();
        }
        batch.execute();
    }

    private static void writeAttempts(
            Handle handle, Generation generation, List<ImageTask> tasks, Predicate<Attempt> wanted) {
        PreparedBatch batch = handle.prepareBatch(ATTEMPT);
        for (ImageTask task : tasks) {
            for (Attempt attempt : task.attempts().stream().filter(wanted).toList()) {
                batch.bind("id", attempt.id().value())
                        .bind("org", generation.org().value())
                        .bind("task", task.id().value())
                        .bind("number", attempt.number())
                        .bind("state", attempt.state().name())
                        .bind("provider", attempt.provider().slug())
                        .bind("tokenHash", attempt.tokenHash())
                        .bind(
                                "vendorTask",
                                attempt.vendorTask() == null
                                        ? null
                                        : attempt.vendorTask().value())
                        .bind("sentAt", attempt.sentAt())
                        .bind("ackedAt", attempt.ackedAt())
                        .bind("endedAt", attempt.endedAt())
                        .bind("failure", Json.writeNullable(attempt.failure()))
                        .bind("cost", Json.write(attempt.cost()))
                        .bind("rung", Json.writeNullable(attempt.rung()))
                        .add();
            }
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }
}
