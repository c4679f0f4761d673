package dev.atelier.persistence.generation;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.AttemptId;
import dev.atelier.core.generation.AttemptRef;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationFilter;
import dev.atelier.core.generation.GenerationHead;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationRef;
import dev.atelier.core.generation.GenerationType;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.generation.spi.GenerationRepository;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.Cursor;
import dev.atelier.persistence.shared.JdbiTransactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Generations as one row and the rows of their parts. Reading one costs one round trip, locking it two. */
public final class JdbiGenerationRepository implements GenerationRepository {
    private static final String ATTEMPT = """
            SELECT p.id, p.org_id, p.task_id, p.provider, t.generation_id, g.kind
              FROM attempt p JOIN image_task t ON t.id = p.task_id JOIN generation g ON g.id = t.generation_id
            """;

    private final JdbiTransactions transactions;

    public JdbiGenerationRepository(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void insert(Generation generation) {
        transactions.together(handle -> {
            GenerationWriter.insert(handle, generation);
            return true;
        });
    }

    @Override
    public Optional<Generation> find(OrgId org, GenerationId generation) {
        return transactions.with(handle -> find(handle, org, generation));
    }

    private static Optional<Generation> find(Handle handle, OrgId org, GenerationId generation) {
        return handle.createQuery(GenerationCodec.SELECT + "WHERE g.org_id = :org AND g.id = :id AND g.kind <> 'TEXT'")
                .bind("org", org.value())
                .bind("id", generation.value())
                .map((row, context) -> GenerationCodec.read(row))
                .findOne();
    }

    @Override
    public Optional<Generation> lock(OrgId org, GenerationId generation) {
        return transactions.with(handle -> {
            // Not FOR UPDATE: a callback's foreign keys share-lock the attempt and then this row, and we lock this row
            // and then
            // the attempt. Nobody changes the key, so the weaker lock excludes our like and lets the callback through.
            // Two statements: the one that waits for the lock would read the parts as they were before it waited.
            Optional<Boolean> locked = handle.createQuery(
                            "SELECT true FROM generation WHERE org_id = :org AND id = :id AND kind <> 'TEXT' FOR NO KEY UPDATE")
                    .bind("org", org.value())
                    .bind("id", generation.value())
                    .mapTo(Boolean.class)
                    .findOne();
            return locked.isPresent() ? find(handle, org, generation) : Optional.empty();
        });
    }

    @Override
    public void update(Generation before, Generation after) {
        if (!before.id().equals(after.id()) || !before.org().equals(after.org())) {
            throw new IllegalArgumentException("not the same generation");
        }
        if (after.version() != before.version() + 1) {
            throw new IllegalArgumentException("version " + after.version() + " does not follow " + before.version());
        }
        boolean written = transactions.together(handle -> GenerationWriter.update(handle, before, after));
        if (!written) {
            throw new IllegalStateException("generation " + before.id() + " is not at version " + before.version());
        }
    }

    @Override
    public List<Generation> findAll(OrgId org, Collection<GenerationId> ids) {
        return transactions.with(handle -> handle.createQuery(
                        GenerationCodec.SELECT + "WHERE g.org_id = :org AND g.id = ANY(:ids) AND g.kind <> 'TEXT'")
                .bind("org", org.value())
                .bind("ids", ids.stream().map(GenerationId::value).toArray(UUID[]::new))
                .map((row, context) -> GenerationCodec.read(row))
                .list());
    }

    @Override
    public Page<GenerationHead> index(
            OrgId org, @Nullable GenerationType type, GenerationFilter filter, PageRequest page) {
        Cursor from = Cursor.newestFirst(page);
        StringBuilder sql = new StringBuilder("SELECT g.id, g.kind, g.created_at FROM generation g"
                + " WHERE g.org_id = :org AND (g.created_at, g.id) < (:at, CAST(:after AS uuid))");
        if (type != null) {
            // Not a parameter: the index of texts serves only a condition that is plain to see.
            sql.append(" AND g.kind = '").append(type.name()).append('\'');
        }
        filter(filter, sql);
        sql.append(" ORDER BY g.created_at DESC, g.id DESC LIMIT :limit");
        List<GenerationHead> rows = transactions.with(handle -> {
            Query query = handle.createQuery(sql)
                    .bind("org", org.value())
                    .bind("at", from.at())
                    .bind("after", from.id())
                    .bind("limit", page.limit() + 1);
            bind(filter, query);
            return query.map((row, context) -> new GenerationHead(
                            new GenerationId(Columns.uuid(row, "id")),
                            GenerationType.valueOf(row.getString("kind")),
                            Columns.instant(row, "created_at")))
                    .list();
        });
        return Cursor.page(
                rows, page, row -> new Cursor(row.createdAt(), row.id().toString()));
    }

    @Override
    public Page<Generation> list(OrgId org, GenerationFilter filter, PageRequest page) {
        Cursor from = Cursor.newestFirst(page);
        StringBuilder sql = new StringBuilder(GenerationCodec.SELECT)
                .append(
                        "WHERE g.org_id = :org AND g.kind = 'IMAGE' AND (g.created_at, g.id) < (:at, CAST(:after AS uuid))");
        filter(filter, sql);
        sql.append(" ORDER BY g.created_at DESC, g.id DESC LIMIT :limit");
        List<Generation> rows = transactions.with(handle -> {
            Query query = handle.createQuery(sql)
                    .bind("org", org.value())
                    .bind("at", from.at())
                    .bind("after", from.id())
                    .bind("limit", page.limit() + 1);
            bind(filter, query);
            return query.map((row, context) -> GenerationCodec.read(row)).list();
        });
        return Cursor.page(
                rows, page, row -> new Cursor(row.createdAt(), row.id().toString()));
    }

    private static void filter(GenerationFilter filter, StringBuilder sql) {
        if (filter.state() != null) {
            sql.append(" AND g.state = :state");
        }
        if (filter.model() != null) {
            sql.append(" AND g.model = :model");
        }
        if (filter.user() != null) {
            sql.append(" AND g.user_id = :user");
        }
        if (filter.createdFrom() != null) {
            sql.append(" AND g.created_at >= :createdFrom");
        }
        if (filter.createdBefore() != null) {
            sql.append(" AND g.created_at < :createdBefore");
        }
    }

    private static void bind(GenerationFilter filter, Query query) {
        if (filter.state() != null) {
            query.bind("state", filter.state().name());
        }
        if (filter.model() != null) {
            query.bind("model", filter.model().value());
        }
        if (filter.user() != null) {
            query.bind("user", filter.user().value());
        }
        if (filter.createdFrom() != null) {
            query.bind("createdFrom", filter.createdFrom());
        }
        if (filter.createdBefore() != null) {
            query.bind("createdBefore", filter.createdBefore());
        }
    }

    @Override
    public Optional<AttemptRef> findAttempt(String tokenHash) {
        return transactions.with(handle -> handle.createQuery(ATTEMPT + "WHERE p.token_hash = :hash")
                .bind("hash", tokenHash)
                .map((row, context) -> attempt(row))
                .findOne());
    }

    @Override
    public Optional<AttemptRef> findAttempt(ProviderId provider, VendorTaskId task) {
        return transactions.with(handle -> handle.createQuery(ATTEMPT
                        + "WHERE p.provider = :provider AND p.vendor_task = :task ORDER BY p.sent_at DESC LIMIT 1")
                .bind("provider", provider.slug())
                .bind("task", task.value())
                .map((row, context) -> attempt(row))
                .findOne());
    }

    private static AttemptRef attempt(ResultSet row) throws SQLException {
        return new AttemptRef(
                new OrgId(Columns.uuid(row, "org_id")),
                new GenerationId(Columns.uuid(row, "generation_id")),
                new TaskId(Columns.uuid(row, "task_id")),
                new AttemptId(Columns.uuid(row, "id")),
                new ProviderId(row.getString("provider")),
                GenerationType.valueOf(row.getString("kind")));
    }

    @Override
    public List<GenerationRef> overdue(GenerationType type, Instant now, int limit) {
        return transactions.with(handle -> handle.createQuery("""
                        SELECT org_id, id FROM generation
                         WHERE state IN ('PENDING', 'PROCESSING') AND deadline_at < :now AND kind = :kind
                         ORDER BY deadline_at LIMIT :limit""")
                .bind("now", now)
                .bind("kind", type.name())
                .bind("limit", limit)
                .map((row, context) -> new GenerationRef(
                        new OrgId(Columns.uuid(row, "org_id")), new GenerationId(Columns.uuid(row, "id"))))
                .list());
    }
}
