package dev.atelier.persistence.text;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationRef;
import dev.atelier.core.text.TextGeneration;
import dev.atelier.core.text.TextOutput;
import dev.atelier.core.text.spi.TextGenerationRepository;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.JdbiTransactions;
import dev.atelier.persistence.shared.Json;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Generations of text as a row of {@code generation} and one of {@code text_output}. */
public final class JdbiTextGenerationRepository implements TextGenerationRepository {
    private static final String INSERT = """
            INSERT INTO generation (id, org_id, user_id, kind, model, brief, provider, unit_price, book_version,
                   expected_cost_micros, prompt_version, state, stage, cancel_requested, trials, failure,
                   created_at, started_at, completed_at, deadline_at, version)
            VALUES (:id, :org, :user, 'TEXT', :model, CAST(:brief AS jsonb), :provider, :unitPrice, :bookVersion,
                   :expectedCost, :promptVersion, :state, :stage, false, CAST(:trials AS jsonb),
                   CAST(:failure AS jsonb), :createdAt, :startedAt, :completedAt, :deadlineAt, :version)""";
    private static final String INSERT_OUTPUT = """
            INSERT INTO text_output (generation_id, org_id, hold_id, answer, ended_by, provider, model, cost)
            VALUES (:id, :org, :hold, :answer, :endedBy, :provider, :model, CAST(:cost AS jsonb))""";
    private static final String UPDATE = """
            UPDATE generation SET state = :state, stage = :stage, trials = CAST(:trials AS jsonb),
                   failure = CAST(:failure AS jsonb), started_at = :startedAt, completed_at = :completedAt,
                   version = :version
             WHERE org_id = :org AND id = :id AND kind = 'TEXT' AND version = :version - 1""";
    private static final String UPDATE_OUTPUT = """
            UPDATE text_output SET answer = :answer, ended_by = :endedBy, provider = :provider, model = :model,
                   cost = CAST(:cost AS jsonb)
             WHERE org_id = :org AND generation_id = :id""";

    private final JdbiTransactions transactions;

    public JdbiTextGenerationRepository(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void insert(TextGeneration text) {
        transactions.together(handle -> {
            state(handle.createUpdate(INSERT), text)
                    .bind("user", text.user().value())
                    .bind("model", text.brief().model().value())
                    .bind("brief", Json.write(text.brief()))
                    .bind("provider", text.terms().provider().slug())
                    .bind("unitPrice", text.terms().unitPrice().amount())
                    .bind("bookVersion", text.terms().bookVersion())
                    .bind("expectedCost", text.terms().expectedCostMicros())
                    .bind("promptVersion", text.terms().promptVersion())
                    .bind("createdAt", text.createdAt())
                    .bind("deadlineAt", text.deadlineAt())
                    .execute();
            output(handle.createUpdate(INSERT_OUTPUT), text)
                    .bind("hold", text.hold().value())
                    .execute();
            return true;
        });
    }

    @Override
    public void update(TextGeneration after) {
        boolean written = transactions.together(handle -> {
            if (state(handle.createUpdate(UPDATE), after).execute() == 0) {
                return false;
            }
            if (after.output() != null) {
                output(handle.createUpdate(UPDATE_OUTPUT), after).execute();
            }
            return true;
        });
        if (!written) {
            throw new IllegalStateException(
                    "generation " + after.id() + " is not at the version before " + after.version());
        }
    }

    private static Update state(Update update, TextGeneration text) {
        return update.bind("id", text.id().value())
                .bind("org", text.org().value())
                .bind("state", text.state().name())
                .bind("stage", TextCodec.stage(text.state()).name())
                .bind("trials", Json.write(text.trials()))
                .bind("failure", Json.writeNullable(text.failure()))
                .bind("startedAt", text.startedAt())
                .bind("completedAt", text.completedAt())
                .bind("version", text.version());
    }

    private static Update output(Update update, TextGeneration text) {
        TextOutput output = text.output();
        return update.bind("id", text.id().value())
                .bind("org", text.org().value())
                .bind("answer", output == null ? null : output.text())
                .bind("endedBy", output == null ? null : output.end().name())
                .bind("provider", output == null ? null : output.provider().slug())
                .bind("model", output == null ? null : output.model())
                .bind("cost", output == null ? null : Json.write(output.cost()));
    }

    @Override
    public Optional<TextGeneration> find(OrgId org, GenerationId generation) {
        return findAll(org, List.of(generation)).stream().findFirst();
    }

    @Override
    public List<TextGeneration> findAll(OrgId org, Collection<GenerationId> ids) {
        return transactions.with(handle -> findAll(handle, org, ids));
    }

    private static List<TextGeneration> findAll(Handle handle, OrgId org, Collection<GenerationId> ids) {
        return handle.createQuery(TextCodec.SELECT + "WHERE g.org_id = :org AND g.id = ANY(:ids) AND g.kind = 'TEXT'")
                .bind("org", org.value())
                .bind("ids", ids.stream().map(GenerationId::value).toArray(UUID[]::new))
                .map((row, context) -> TextCodec.read(row))
                .list();
    }

    @Override
    public Optional<TextGeneration> lock(OrgId org, GenerationId generation) {
        return transactions.with(handle -> {
            Optional<Boolean> locked = handle.createQuery("SELECT true FROM generation"
                            + " WHERE org_id = :org AND id = :id AND kind = 'TEXT' FOR NO KEY UPDATE")
                    .bind("org", org.value())
                    .bind("id", generation.value())
                    .mapTo(Boolean.class)
                    .findOne();
            return locked.isPresent()
                    ? findAll(handle, org, List.of(generation)).stream().findFirst()
                    : Optional.empty();
        });
    }

    @Override
    public List<GenerationRef> overdue(Instant now, int limit) {
        return transactions.with(handle -> handle.createQuery("""
                        SELECT org_id, id FROM generation
                         WHERE state IN ('PENDING', 'PROCESSING') AND deadline_at < :now AND kind = 'TEXT'
                         ORDER BY deadline_at LIMIT :limit""")
                .bind("now", now)
                .bind("limit", limit)
                .map((row, context) -> new GenerationRef(
                        new OrgId(Columns.uuid(row, "org_id")), new GenerationId(Columns.uuid(row, "id"))))
                .list());
    }
}
