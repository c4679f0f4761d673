package dev.atelier.app.account;

import dev.atelier.app.audit.AuditTrail;
import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.Routes;
import dev.atelier.core.account.Session;
import dev.atelier.core.account.SessionId;
import dev.atelier.core.account.User;
import dev.atelier.core.account.UserId;
import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a person is signed in, and the ends he puts to it; admins see and end the sessions of their org's members. */
public final class OwnSessionRoutes implements Routes {
    private static final String MINE = "/api/v1/sessions";
    private static final String OF_MEMBER = "/api/v1/admin/members/{id}/sessions";

    private final AccountRepository accounts;
    private final AuditTrail trail;
    private final Sessions sessions;

    public OwnSessionRoutes(AccountRepository accounts, AuditTrail trail, Sessions sessions) {
        this.accounts = accounts;
        this.trail = trail;
        this.sessions = sessions;
    }

    /** @param current true for the session that asks */
    record SessionView(
            String id,
            boolean current,
            Instant createdAt,
            Instant lastSeenAt,
            Instant expiresAt,
            @Nullable String userAgent,
            @Nullable String ip,
            String method,
            @Nullable String issuer) {
        static SessionView of(Session session, @Nullable SessionId current) {
            return new SessionView(
                    session.id().toString(),
                    session.id().equals(current),
                    session.createdAt(),
                    session.lastSeenAt(),
                    session.expiresAt(),
                    session.origin().userAgent(),
                    session.origin().address(),
                    AccountJson.word(session.origin().method()),
                    session.origin().issuer());
        }
    }

    record SessionList(List<SessionView> data) {}

    @Override
    public List<String> openApi() {
        return List.of("sessions");
    }

    @Override
    public Area area() {
        return Area.ACCOUNT;
    }

    @Override
    public void addTo(Access access) {
        access.get(MINE, Gate.VIEWER, this::list);
        access.delete(MINE, Gate.VIEWER, this::endOthers);
        access.delete(MINE + "/{id}", Gate.VIEWER, this::endOne);
        access.get(OF_MEMBER, Gate.ADMIN, this::listOfMember);
        access.delete(OF_MEMBER, Gate.ADMIN, this::endOfMember);
    }

    private void list(Context ctx) {
        Principal principal = Principal.of(ctx);
        write(ctx, sessions.of(person(principal)), principal.session());
    }

    private void endOne(Context ctx) {
        SessionId id = Params.id(ctx, "id", "session", SessionId::new);
        User person = person(Principal.of(ctx));
        Session found = sessions.of(person).stream()
                .filter(session -> session.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("session"));
        endAll(ctx, person, List.of(found));
    }

    private void endOthers(Context ctx) {
        Principal principal = Principal.of(ctx);
        User person = person(principal);
        endAll(
                ctx,
                person,
                sessions.of(person).stream()
                        .filter(session -> !session.id().equals(principal.session()))
                        .toList());
    }

    private void listOfMember(Context ctx) {
        write(ctx, inMyOrg(ctx, member(ctx)), Principal.of(ctx).session());
    }

    private void endOfMember(Context ctx) {
        User member = member(ctx);
        endAll(ctx, member, inMyOrg(ctx, member));
    }

    private User member(Context ctx) {
        UserId user = Params.id(ctx, "id", "member", UserId::new);
        return accounts.findMember(Principal.of(ctx).org(), user)
                .orElseThrow(() -> Problem.notFound("member"))
                .user();
    }

    // What a member does in another org is no business of this one's admins.
    private List<Session> inMyOrg(Context ctx, User person) {
        return sessions.of(person).stream()
                .filter(session -> session.org().equals(Principal.of(ctx).org()))
                .toList();
    }

    private void endAll(Context ctx, User person, List<Session> ended) {
        trail.changing(() -> {
            ended.forEach(sessions::end);
            if (!ended.isEmpty()) {
                trail.record(
                        ctx,
                        AuditChange.gone(
                                AuditAction.SESSION_REVOKED,
                                AuditTrail.subject(person),
                                AuditDetails.NONE.with("sessions", ended.size())));
            }
            return ended.size();
        });
        ctx.status(204);
    }

    private User person(Principal principal) {
        return accounts.findUser(principal.user())
                .orElseThrow(() -> Problem.of(ProblemCode.UNAUTHENTICATED, "You are not known any more."));
    }

    private static void write(Context ctx, List<Session> found, @Nullable SessionId current) {
        ctx.json(new SessionList(
                found.stream().map(session -> SessionView.of(session, current)).toList()));
    }
}
