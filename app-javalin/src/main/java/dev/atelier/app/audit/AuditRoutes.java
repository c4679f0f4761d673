package dev.atelier.app.audit;

import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Paging;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.Routes;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditEntry;
import dev.atelier.core.audit.AuditFilter;
import dev.atelier.core.audit.spi.AuditLog;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The audit log of the caller's org, for its admins; there is no route that changes it. */
public final class AuditRoutes implements Routes {
    private final AuditLog log;
    private final Paging paging;

    public AuditRoutes(AuditLog log, Paging paging) {
        this.log = log;
        this.paging = paging;
    }

    record Actor(String kind, String id, String name) {}

    record Subject(String kind, String id, String label) {}

    record View(
            String id,
            Instant at,
            String action,
            Actor actor,
            @Nullable String ip,
            @Nullable String requestId,
            Subject subject,
            @Nullable Map<String, Object> before,
            @Nullable Map<String, Object> after) {
        static View of(AuditEntry entry) {
            var actor = entry.origin().actor();
            var change = entry.change();
            return new View(
                    entry.id().toString(),
                    entry.at(),
                    change.action(),
                    new Actor(actor.kind().name().toLowerCase(Locale.ROOT), actor.id(), actor.name()),
                    entry.origin().ip(),
                    entry.origin().requestId(),
                    new Subject(
                            change.subject().kind(),
                            change.subject().id(),
                            change.subject().label()),
                    values(change.before()),
                    values(change.after()));
        }

        private static @Nullable Map<String, Object> values(@Nullable AuditDetails details) {
            return details == null ? null : details.values();
        }
    }

    @Override
    public Area area() {
        return Area.AUDIT;
    }

    @Override
    public List<String> openApi() {
        return List.of("audit");
    }

    @Override
    public void addTo(Access access) {
        access.get("/api/v1/admin/audit-log", Gate.ADMIN, this::list);
    }

    private void list(Context ctx) {
        OrgId org = Principal.of(ctx).org();
        AuditFilter filter = new AuditFilter(
                Params.optional(ctx, "actor", text -> text),
                action(ctx),
                Params.optional(ctx, "subject", text -> text),
                Params.optional(ctx, "from", Params::instant),
                Params.optional(ctx, "to", Params::instant));
        paging.write(
                ctx, paging.fetch(ctx, page -> log.entries(org, filter, page)).map(View::of));
    }

    private static @Nullable String action(Context ctx) {
        return Params.optional(ctx, "action", text -> {
            List<String> words = AuditAction.words();
            if (words.stream().anyMatch(word -> word.equals(text) || word.startsWith(text + "."))) {
                return text;
            }
            throw Problem.of(ProblemCode.MALFORMED_REQUEST, "There is no such action.")
                    .with(new Problem.Field("action", "not_allowed", "this word is not known here", words));
        });
    }
}
