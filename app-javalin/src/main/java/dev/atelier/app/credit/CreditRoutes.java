package dev.atelier.app.credit;

import dev.atelier.app.audit.AuditTrail;
import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Bounds;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Idempotency;
import dev.atelier.app.http.Operators;
import dev.atelier.app.http.Paging;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.Reply;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.Routes;
import dev.atelier.app.http.Tenancy;
import dev.atelier.core.Store;
import dev.atelier.core.account.Org;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditSubject;
import dev.atelier.core.credit.Balance;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerEntry;
import dev.atelier.core.credit.LedgerFilter;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.shared.Page;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The caller's credits, and the operator's grants and corrections. */
public final class CreditRoutes implements Routes {
    @SuppressWarnings("UnusedVariable") // Read by the annotation of the request's field.
    private static final long MOST = 1_000_000_000L;

    private final Store store;
    private final Idempotency idempotency;
    private final Paging paging;
    private final Operators operators;
    private final Ids ids;
    private final AuditTrail trail;

    public CreditRoutes(
            Store store, Idempotency idempotency, Paging paging, Operators operators, Ids ids, AuditTrail trail) {
        this.store = store;
        this.idempotency = idempotency;
        this.paging = paging;
        this.operators = operators;
        this.ids = ids;
        this.trail = trail;
    }

    /** Which way credits go. */
    enum Kind {
        GRANT,
        ADJUSTMENT
    }

    /** @param orgId whose credits; the caller's own org if it is not said */
    record Change(
            Kind kind,
            @Bounds(min = -MOST, max = MOST) long amount,
            @Bounds(min = 1, max = 500) String reason,
            @Nullable UUID orgId) {
        Change {
            if (amount == 0 || (kind == Kind.GRANT && amount < 0)) {
                throw new IllegalArgumentException("amount: a grant is 1 or more, an adjustment is not 0");
            }
        }
    }

    /** @param balance what is there, held or not; {@code available} is what can be spent */
    record BalanceView(long balance, long available, long held, long spent, long granted) {
        static BalanceView of(Balance balance) {
            return new BalanceView(
                    balance.available() + balance.held(),
                    balance.available(),
                    balance.held(),
                    balance.spent(),
                    balance.granted());
        }
    }

    /** @param actorName of a person of the org; null for the system, and for people of other orgs */
    record EntryView(
            long sequence,
            String kind,
            LedgerEntry.Change change,
            BalanceView after,
            @Nullable String generationId,
            @Nullable String provider,
            String actor,
            @Nullable String actorName,
            @Nullable String reason,
            Instant at) {
        static EntryView of(LedgerEntry entry, @Nullable String actorName) {
            return new EntryView(
                    entry.sequence(),
                    entry.kind().name().toLowerCase(Locale.ROOT),
                    entry.change(),
                    BalanceView.of(entry.after()),
                    entry.generation() == null ? null : entry.generation().toString(),
                    entry.provider(),
                    entry.actor(),
                    actorName,
                    entry.reason(),
                    entry.at());
        }
    }

    @Override
    public List<String> openApi() {
        return List.of("credits");
    }

    @Override
    public Area area() {
        return Area.CREDITS;
    }

    @Override
    public void addTo(Access access) {
        access.get(
                "/api/v1/credits",
                Gate.CREATOR,
                ctx -> ctx.json(
                        BalanceView.of(store.ledger().balance(Principal.of(ctx).org()))));
        access.get("/api/v1/credits/ledger", Gate.CREATOR, this::ledger);
        access.post(
                "/api/v1/admin/credits",
                Gate.ADMIN,
                Tenancy.acrossOrgs(store.transactions(), idempotency.handler(this::change)));
    }

    private void ledger(Context ctx) {
        OrgId org = Principal.of(ctx).org();
        LedgerFilter filter = new LedgerFilter(
                Params.word(ctx, "kind", EntryKind.class), Params.optional(ctx, "generation", GenerationId::of));
        Page<LedgerEntry> page = paging.fetch(ctx, request -> store.ledger().entries(org, filter, request));
        ActorNames names = new ActorNames(store.accounts(), org);
        paging.write(ctx, page.map(entry -> EntryView.of(entry, names.of(entry))));
    }

    private Reply change(Context ctx) {
        Change change = RequestBody.read(ctx, Change.class);
        Principal principal = Principal.of(ctx);
        operators.require(principal);
        OrgId org = change.orgId() == null ? principal.org() : new OrgId(change.orgId());
        Org receiver = store.accounts().findOrg(org).orElseThrow(() -> Problem.notFound("org"));
        // The effect's own name; what makes a repeated request harmless is the Idempotency-Key around it.
        String key = "admin:" + ids.next();
        LedgerNote note = LedgerNote.by(principal.user(), change.reason());
        LedgerEntry entry = switch (change.kind()) {
            case GRANT -> store.ledger().deposit(org, EntryKind.GRANT, Credits.of(change.amount()), key, note);
            case ADJUSTMENT ->
                store.ledger()
                        .adjust(org, change.amount(), key, note)
                        .orElseThrow(() -> Problem.of(ProblemCode.CONFLICT, "Fewer credits than that are available."));
        };
        trail.recordForBoth(ctx, org, recorded(change, receiver, entry));
        return Reply.of(201, EntryView.of(entry, new ActorNames(store.accounts(), principal.org()).of(entry)));
    }

    private static AuditChange recorded(Change change, Org receiver, LedgerEntry entry) {
        AuditAction action = switch (change.kind()) {
            case GRANT -> AuditAction.CREDITS_GRANTED;
            case ADJUSTMENT -> AuditAction.CREDITS_ADJUSTED;
        };
        long available = entry.after().available();
        return new AuditChange(
                action.word(),
                new AuditSubject("credits", receiver.id().toString(), receiver.name()),
                AuditDetails.NONE.with("available", available - change.amount()),
                AuditDetails.NONE
                        .with("available", available)
                        .with("amount", change.amount())
                        .with("reason", change.reason())
                        .with("sequence", entry.sequence()));
    }
}
