package dev.atelier.app.token;

import dev.atelier.app.audit.AuditTrail;
import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.Routes;
import dev.atelier.core.Store;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.UserId;
import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.token.AccessToken;
import dev.atelier.core.token.AccessTokenId;
import dev.atelier.core.token.IssueAccessToken;
import dev.atelier.core.token.RevokeAccessToken;
import dev.atelier.core.token.spi.AccessTokenRepository;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A person's tokens for programs. No token reaches these routes, whatever its scopes. */
public final class AccessTokenRoutes implements Routes {
    private static final String PATH = "/api/v1/access-tokens";
    private static final String ONE = PATH + "/{id}";

    private final AccessTokenRepository tokens;
    private final AccountRepository accounts;
    private final IssueAccessToken issue;
    private final RevokeAccessToken revoke;
    private final AccessTokens door;
    private final Clock clock;
    private final AuditTrail trail;

    /** @param door told of every change, so that it counts at once on this node */
    public AccessTokenRoutes(Store store, AccessTokens door, AuditTrail trail, Ids ids, Clock clock) {
        this.tokens = store.accessTokens();
        this.accounts = store.accounts();
        this.issue = new IssueAccessToken(store, ids, clock);
        this.revoke = new RevokeAccessToken(store, clock);
        this.door = door;
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    public List<String> openApi() {
        return List.of("access-tokens");
    }

    @Override
    public Area area() {
        return Area.ACCOUNT;
    }

    @Override
    public void addTo(Access access) {
        access.get(PATH, Gate.VIEWER, this::list);
        access.post(PATH, Gate.VIEWER, this::create);
        // Before the routes of one token, which would take the word for an id.
        access.get(PATH + "/scopes", Gate.VIEWER, ctx -> ctx.json(AccessTokenJson.Scopes.ALL));
        access.post(ONE + "/rotate", Gate.VIEWER, this::rotate);
        access.delete(ONE, Gate.VIEWER, this::end);
    }

    private void list(Context ctx) {
        Principal principal = Principal.of(ctx);
        OrgId org = principal.org();
        if (!Params.flag(ctx, "all")) {
            Member me = member(principal);
            answer(ctx, org, tokens.ofUser(org, principal.user()), Map.of(principal.user(), me));
            return;
        }
        if (!principal.role().covers(Role.ADMIN)) {
            throw Problem.of(ProblemCode.FORBIDDEN, "Only admins see the access tokens of others.");
        }
        Map<UserId, Member> members = accounts.members(org).stream()
                .collect(Collectors.toMap(member -> member.user().id(), Function.identity()));
        answer(ctx, org, tokens.ofOrg(org), members);
    }

    // What a membership that ended has left behind is nobody's any more.
    private void answer(Context ctx, OrgId org, List<AccessToken> found, Map<UserId, Member> members) {
        Instant now = clock.instant();
        List<AccessToken> shown = found.stream()
                .filter(token -> {
                    Member owner = members.get(token.user());
                    return owner != null && owner.since().equals(token.memberSince());
                })
                .toList();
        Map<AccessTokenId, Long> spent = tokens.spent(
                org,
                shown.stream()
                        .collect(Collectors.toMap(
                                AccessToken::id,
                                token -> token.terms().spendPeriod().since(now))));
        ctx.json(new AccessTokenJson.All(shown.stream()
                .map(token -> AccessTokenJson.View.of(
                        token,
                        Objects.requireNonNull(members.get(token.user())).user(),
                        spent.getOrDefault(token.id(), 0L),
                        now))
                .toList()));
    }

    // Not kept under an Idempotency-Key: the stored answer would hold the token.
    private void create(Context ctx) {
        AccessTokenJson.Wish wish = RequestBody.read(ctx, AccessTokenJson.Wish.class);
        Member me = member(Principal.of(ctx));
        AccessToken.Terms terms = TermsReader.read(wish, clock.instant());
        IssueAccessToken.Issued issued = trail.changing(() -> {
            IssueAccessToken.Issued made = issue.issue(me, terms)
                    .orElseThrow(() -> Problem.of(
                            ProblemCode.CONFLICT,
                            "You have " + IssueAccessToken.MOST
                                    + " access tokens, the most there may be; revoke some."));
            trail.record(ctx, TokenAudit.created(made.token()));
            return made;
        });
        answer(ctx, me, issued);
    }

    private void rotate(Context ctx) {
        AccessTokenId id = id(ctx);
        Long overlap =
                RequestBody.readOrEmpty(ctx, AccessTokenJson.Rotation.class).overlapSeconds();
        Member me = member(Principal.of(ctx));
        IssueAccessToken.Issued issued = trail.changing(() -> rotated(ctx, me, id, overlap == null ? 0 : overlap));
        door.forget(id);
        answer(ctx, me, issued);
    }

    private IssueAccessToken.Issued rotated(Context ctx, Member me, AccessTokenId id, long overlapSeconds) {
        Optional<AccessToken> before = tokens.find(me.org(), id);
        IssueAccessToken.Issued issued = issue.rotate(me, id, Duration.ofSeconds(overlapSeconds))
                .orElseThrow(() -> tokens.find(me.org(), id)
                        .filter(token -> token.user().equals(me.user().id())
                                && token.memberSince().equals(me.since()))
                        .map(token ->
                                Problem.of(ProblemCode.CONFLICT, "The access token has ended; make a new one instead."))
                        .orElseGet(() -> Problem.notFound("access token")));
        trail.record(ctx, TokenAudit.rotated(before.orElseThrow(), issued.token(), overlapSeconds));
        return issued;
    }

    private void answer(Context ctx, Member owner, IssueAccessToken.Issued issued) {
        AccessToken token = issued.token();
        Instant now = clock.instant();
        long spent = tokens.spent(
                        token.org(),
                        Map.of(token.id(), token.terms().spendPeriod().since(now)))
                .getOrDefault(token.id(), 0L);
        ctx.status(201).json(AccessTokenJson.Made.of(issued, AccessTokenJson.View.of(token, owner.user(), spent, now)));
    }

    private void end(Context ctx) {
        AccessTokenId id = id(ctx);
        Principal principal = Principal.of(ctx);
        trail.changing(() -> {
            boolean stood = tokens.find(principal.org(), id)
                    .filter(token -> token.revokedAt() == null)
                    .isPresent();
            AccessToken ended = revoke.revoke(principal.caller(), principal.role(), id)
                    .orElseThrow(() -> Problem.notFound("access token"));
            if (stood) {
                trail.record(ctx, TokenAudit.revoked(ended));
            }
            return ended;
        });
        door.forget(id);
        ctx.status(204);
    }

    private static AccessTokenId id(Context ctx) {
        return Params.id(ctx, "id", "access token", AccessTokenId::new);
    }

    private Member member(Principal principal) {
        return accounts.findMember(principal.org(), principal.user())
                .orElseThrow(() -> Problem.of(ProblemCode.UNAUTHENTICATED, "You are no member any more."));
    }
}
