package dev.atelier.persistence.text;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.LlmTrial;
import dev.atelier.core.generation.Stage;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.generation.Terms;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextEnd;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.text.TextBrief;
import dev.atelier.core.text.TextGeneration;
import dev.atelier.core.text.TextOutput;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a generation of text out of one row. */
final class TextCodec {
    static final String SELECT = """
            SELECT g.*, o.hold_id, o.answer, o.ended_by, o.provider AS answered_by, o.model AS answer_model, o.cost
              FROM generation g JOIN text_output o ON o.generation_id = g.id
            """;

    private TextCodec() {}

    /** The column is there for pictures' sake; it says nothing that the state does not. */
    static Stage stage(GenerationState state) {
        return switch (state) {
            case PENDING -> Stage.QUEUED;
            case PROCESSING -> Stage.GENERATING;
            case COMPLETED, PARTIAL, FAILED, CANCELLED -> Stage.DONE;
        };
    }

    static TextGeneration read(ResultSet row) throws SQLException {
        return new TextGeneration(
                new GenerationId(Columns.uuid(row, "id")),
                new OrgId(Columns.uuid(row, "org_id")),
                new UserId(Columns.uuid(row, "user_id")),
                Json.read(row.getString("brief"), TextBrief.class),
                new Terms(
                        new ProviderId(row.getString("provider")),
                        Credits.of(row.getLong("unit_price")),
                        row.getLong("book_version"),
                        row.getLong("expected_cost_micros"),
                        row.getString("prompt_version")),
                new HoldId(Columns.uuid(row, "hold_id")),
                GenerationState.valueOf(row.getString("state")),
                List.of(Json.read(row.getString("trials"), LlmTrial[].class)),
                output(row),
                Json.readNullable(row.getString("failure"), TaskFailure.class),
                Columns.instant(row, "created_at"),
                Columns.instantOrNull(row, "started_at"),
                Columns.instantOrNull(row, "completed_at"),
                Columns.instant(row, "deadline_at"),
                row.getLong("version"));
    }

    private static @Nullable TextOutput output(ResultSet row) throws SQLException {
        String answer = row.getString("answer");
        return answer == null
                ? null
                : new TextOutput(
                        answer,
                        TextEnd.valueOf(row.getString("ended_by")),
                        new ProviderId(row.getString("answered_by")),
                        row.getString("answer_model"),
                        Json.read(row.getString("cost"), VendorCost.class));
    }
}
