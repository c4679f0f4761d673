package dev.atelier.persistence.generation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.generation.Attempt;
import dev.atelier.core.generation.AttemptId;
import dev.atelier.core.generation.AttemptState;
import dev.atelier.core.generation.FallbackRung;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.ImageBrief;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.LlmTrial;
import dev.atelier.core.generation.OutputFile;
import dev.atelier.core.generation.ReferenceAnalysis;
import dev.atelier.core.generation.Stage;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.generation.TaskState;
import dev.atelier.core.generation.Terms;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a generation out of one row that carries its parts as JSON arrays. */
final class GenerationCodec {
    /** One statement, so one snapshot: a reader never sees a new task under an old generation. */
    static final String SELECT = """
            SELECT g.*,
              (SELECT coalesce(json_agg(to_json(a) ORDER BY a.idx), '[]')
                 FROM reference_analysis a WHERE a.generation_id = g.id) AS analyses,
              (SELECT coalesce(json_agg(to_jsonb(t) || jsonb_build_object('attempts',
                        (SELECT coalesce(jsonb_agg(to_jsonb(p) ORDER BY p.number), '[]')
                           FROM attempt p WHERE p.task_id = t.id)) ORDER BY t.idx), '[]')
                 FROM image_task t WHERE t.generation_id = g.id) AS tasks
              FROM generation g
            """;

    private GenerationCodec() {}

    static Generation read(ResultSet row) throws SQLException {
        return new Generation(
                new GenerationId(Columns.uuid(row, "id")),
                new OrgId(Columns.uuid(row, "org_id")),
                new UserId(Columns.uuid(row, "user_id")),
                Json.read(row.getString("brief"), ImageBrief.class),
                new Terms(
                        new ProviderId(row.getString("provider")),
                        Credits.of(row.getLong("unit_price")),
                        row.getLong("book_version"),
                        row.getLong("expected_cost_micros"),
                        row.getString("prompt_version")),
                GenerationState.valueOf(row.getString("state")),
                Stage.valueOf(row.getString("stage")),
                row.getBoolean("cancel_requested"),
                all(Json.tree(row.getString("analyses")), GenerationCodec::analysis),
                List.of(Json.read(row.getString("trials"), LlmTrial[].class)),
                all(Json.tree(row.getString("tasks")), GenerationCodec::task),
                Json.readNullable(row.getString("failure"), TaskFailure.class),
                Columns.instant(row, "created_at"),
                Columns.instantOrNull(row, "started_at"),
                Columns.instantOrNull(row, "completed_at"),
                Columns.instant(row, "deadline_at"),
                row.getLong("version"));
    }

    private static ReferenceAnalysis analysis(JsonNode node) {
        return new ReferenceAnalysis(
                node.path("idx").asInt(),
                ReferenceAnalysis.State.valueOf(node.path("state").asText()),
                text(node, "text"),
                provider(node),
                text(node, "model"),
                text(node, "error"),
                node.path("took_millis").asLong(),
                Json.convert(node.path("cost"), VendorCost.class));
    }

    private static ImageTask task(JsonNode node) {
        return new ImageTask(
                TaskId.of(node.path("id").asText()),
                node.path("idx").asInt(),
                TaskState.valueOf(node.path("state").asText()),
                text(node, "prompt"),
                HoldId.of(node.path("hold_id").asText()),
                all(node.path("attempts"), GenerationCodec::attempt),
                part(node, "output", OutputFile.class),
                part(node, "failure", TaskFailure.class),
                instant(node, "completed_at"));
    }

    private static Attempt attempt(JsonNode node) {
        String vendorTask = text(node, "vendor_task");
        return new Attempt(
                AttemptId.of(node.path("id").asText()),
                node.path("number").asInt(),
                AttemptState.valueOf(node.path("state").asText()),
                new ProviderId(node.path("provider").asText()),
                text(node, "token_hash"),
                vendorTask == null ? null : new VendorTaskId(vendorTask),
                instant(node, "sent_at"),
                instant(node, "acked_at"),
                instant(node, "ended_at"),
                part(node, "failure", TaskFailure.class),
                Json.convert(node.path("cost"), VendorCost.class),
                part(node, "rung", FallbackRung.class));
    }

    private static <T> List<T> all(JsonNode array, Function<JsonNode, T> read) {
        List<T> all = new ArrayList<>();
        array.forEach(node -> all.add(read.apply(node)));
        return all;
    }

    private static @Nullable ProviderId provider(JsonNode node) {
        String slug = text(node, "provider");
        return slug == null ? null : new ProviderId(slug);
    }

    private static <T> @Nullable T part(JsonNode node, String field, Class<T> type) {
        return node.hasNonNull(field) ? Json.convert(node.path(field), type) : null;
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.path(field).asText() : null;
    }

    private static @Nullable Instant instant(JsonNode node, String field) {
        String text = text(node, field);
        return text == null ? null : OffsetDateTime.parse(text).toInstant();
    }
}
