package dev.atelier.app.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atelier.app.audit.AuditTrail;
import dev.atelier.app.http.HttpSettings;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.Proof;
import dev.atelier.core.Store;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.OneTimeToken;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Session;
import dev.atelier.core.account.SessionId;
import dev.atelier.core.account.SessionOrigin;
import dev.atelier.core.account.SignInMethod;
import dev.atelier.core.account.User;
import dev.atelier.core.account.UserId;
import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditActor;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.shared.Ids;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens, renews, ends and recognises sessions.
 *
 * <p>A request names a session by an access token, in {@code Authorization} or in a cookie; what its person may do is read from the
 * store, at most five seconds old. A refresh token is good once: whoever brings an old one ends the session, unless it is the one
 * just before, within 30 seconds, whose successor nobody used, which is what a lost answer looks like. Thread-safe.
 */
public final class Sessions implements Door {
    private static final Duration CACHED_FOR = Duration.ofSeconds(5);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofDays(7);
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);
    private static final Duration LIFE = Duration.ofDays(30);
    private static final int MOST_CACHED = 20_000;

    private final Store store;
    private final AccountRepository accounts;
    private final Ids ids;
    private final Clock clock;
    private final AuditTrail trail;
    private final SessionTokens sessionTokens;
    private final RefreshTokens refreshTokens;
    private final SessionCookies cookies;
    private final ClientAddresses addresses;
    private final Cache<SessionId, Optional<Standing>> standings;
    private final Map<SessionId, Instant> used = new ConcurrentHashMap<>();
    private volatile Consumer<SessionId> onEnd = ended -> {};

    /** What the store says of a session. */
    private record Standing(Session session, Member member) {}

    public Sessions(HttpSettings http, SessionSettings settings, Store store, Ids ids, Clock clock) {
        this.store = store;
        this.trail = new AuditTrail(store, ids, clock, new ClientAddresses(settings.trustedProxies()));
        this.accounts = store.accounts();
        this.ids = ids;
        this.clock = clock;
        this.sessionTokens = new SessionTokens(settings, ids, clock);
        this.refreshTokens = new RefreshTokens(settings);
        this.cookies = new SessionCookies(http);
        this.addresses = new ClientAddresses(settings.trustedProxies());
        this.standings = Caffeine.newBuilder()
                .maximumSize(MOST_CACHED)
                .expireAfterWrite(CACHED_FOR)
                .ticker(() -> Math.multiplyExact(clock.millis(), 1_000_000L))
                .build();
    }

    /** A session just opened or renewed. */
    public record Opened(Session session, String accessToken, String refreshToken) {}

    @Override
    public Optional<Principal> authenticate(Context ctx) {
        String header = ctx.header("Authorization");
        if (header != null) {
            String[] parts = header.strip().split(" +", 2);
            if (parts.length != 2 || !parts[0].equalsIgnoreCase("Bearer")) {
                throw Problem.of(ProblemCode.UNAUTHENTICATED, "Only Authorization: Bearer is taken.");
            }
            return Optional.of(principalOf(parts[1]));
        }
        Optional<String> cookie = cookies.access(ctx);
        cookie.ifPresent(token -> cookies.checkOrigin(ctx));
        return cookie.map(this::principalOf);
    }

    /**
     * The principal of an access token, for doors that are no HTTP routes.
     *
     * @throws Problem 401 if the token or its session does not hold
     */
    public Principal principalOf(String accessToken) {
        return sessionTokens
                .verify(accessToken)
                .flatMap(this::standing)
                .orElseThrow(() -> Problem.of(ProblemCode.UNAUTHENTICATED, "The token is not valid, or not any more."));
    }

    @Override
    public boolean stillStands(Principal principal) {
        SessionId id = principal.session();
        return id != null
                && standings
                        .get(id, this::load)
                        .filter(now -> now.member().role() == principal.role())
                        .isPresent();
    }

    private Optional<Principal> standing(SessionTokens.Claims claims) {
        return standings
                .get(claims.session(), this::load)
                .filter(now -> now.session().user().equals(claims.user()))
                .filter(now -> now.session().sessionVersion() == claims.sessionVersion())
                .map(this::noted)
                .map(now -> new Principal(
                        new Caller(now.session().org(), claims.user()),
                        now.member().role(),
                        new Proof.Session(claims.session())));
    }

    private Standing noted(Standing now) {
        Instant at = clock.instant();
        if (!at.isBefore(now.session().lastSeenAt().plus(SEEN_EVERY))) {
            used.put(now.session().id(), at);
        }
        return now;
    }

    /** When sessions were used here since the last call, to be written down in one go. */
    Map<SessionId, Instant> takeUsed() {
        Map<SessionId, Instant> taken = new HashMap<>();
        used.keySet().forEach(id -> Optional.ofNullable(used.remove(id)).ifPresent(at -> taken.put(id, at)));
        return taken;
    }

    private Optional<Standing> load(SessionId id) {
        return accounts.findSession(id)
                .filter(this::alive)
                .flatMap(session -> accounts.findMember(session.org(), session.user())
                        .filter(member -> good(session, member.user()))
                        .map(member -> new Standing(session, member)));
    }

    private boolean alive(Session session) {
        Instant now = clock.instant();
        return session.revokedAt() == null && now.isBefore(session.expiresAt());
    }

    private static boolean good(Session session, User user) {
        return !user.disabled() && user.sessionVersion() == session.sessionVersion();
    }

    /** Opens a session of a member who proved himself in this request. */
    public Opened open(Member member, Context ctx, SignInMethod method) {
        return open(member, new SessionOrigin(method, null, ctx.userAgent(), addresses.addressOf(ctx)));
    }

    /**
     * Opens a session of a member whom an issuer named.
     *
     * @param issuer the configured id of the issuer
     */
    public Opened openBy(Member member, Context ctx, String issuer) {
        return open(member, new SessionOrigin(SignInMethod.SSO, issuer, ctx.userAgent(), addresses.addressOf(ctx)));
    }

    Opened open(Member member, SessionOrigin origin) {
        Instant now = clock.instant();
        SessionId id = new SessionId(ids.next());
        String refresh = refreshTokens.make(id);
        Session session = new Session(
                id,
                member.user().id(),
                member.org(),
                OneTimeToken.hashOf(refresh),
                null,
                member.user().sessionVersion(),
                now,
                now,
                now.plus(LIFE),
                null,
                origin,
                now);
        accounts.insertSession(session);
        return new Opened(session, sessionTokens.issue(session), refresh);
    }

    /** The person's membership to sign in to: the named org's, else the oldest. */
    public Optional<Member> membership(UserId user, @Nullable OrgId org) {
        return org == null ? accounts.memberships(user).stream().findFirst() : accounts.findMember(org, user);
    }

    /** A new pair of tokens for the refresh token in the cookie; empty, and the session ended, if it is an old one. */
    Optional<Opened> refresh(Context ctx) {
        cookies.checkOrigin(ctx);
        return cookies.refresh(ctx).flatMap(token -> store.transactions().inTransaction(() -> rotate(ctx, token)));
    }

    private Optional<Opened> rotate(Context ctx, String token) {
        Optional<SessionId> named = refreshTokens.sessionOf(token);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        String hash = OneTimeToken.hashOf(token);
        Instant now = clock.instant();
        Optional<Session> found = accounts.lockSessionByRefreshHash(hash);
        if (found.isEmpty()) {
            // Ours once, by its mac, but older than the last two: somebody has a copy.
            accounts.findSession(named.get()).ifPresent(session -> endStolen(ctx, session));
            return Optional.empty();
        }
        Session session = found.get();
        boolean stands = alive(session)
                && now.isBefore(session.rotatedAt().plus(IDLE))
                && accounts.findMember(session.org(), session.user())
                        .filter(member -> good(session, member.user()))
                        .isPresent();
        if (!stands) {
            return Optional.empty();
        }
        boolean current = session.refreshHash().equals(hash);
        if (!current && now.isAfter(session.rotatedAt().plus(GRACE))) {
            endStolen(ctx, session);
            return Optional.empty();
        }
        String next = refreshTokens.make(session.id());
        String nextHash = OneTimeToken.hashOf(next);
        // Within the grace the unused successor is replaced, and the same predecessor stays the predecessor.
        Session renewed = current ? session.rotated(nextHash, now) : session.replaced(nextHash, hash);
        accounts.updateSession(renewed);
        return Optional.of(new Opened(renewed, sessionTokens.issue(renewed), next));
    }

    /** Ends the session that the request's cookie or principal names; quiet if there is none. */
    void end(Context ctx, @Nullable SessionId id) {
        store.transactions().run(() -> {
            if (id != null) {
                accounts.findSession(id).ifPresent(this::end);
            }
            cookies.refresh(ctx)
                    .map(OneTimeToken::hashOf)
                    .flatMap(accounts::lockSessionByRefreshHash)
                    .ifPresent(this::end);
        });
        cookies.clear(ctx);
    }

    /** The person's sessions that can still be used, the one last seen first. */
    List<Session> of(User user) {
        Instant now = clock.instant();
        return accounts.openSessions(user.id(), now).stream()
                .filter(session -> good(session, user))
                .filter(session -> now.isBefore(session.rotatedAt().plus(IDLE)))
                .toList();
    }

    private void endStolen(Context ctx, Session session) {
        if (session.revokedAt() == null) {
            accounts.findUser(session.user())
                    .ifPresent(user -> trail.record(
                            ctx,
                            session.org(),
                            AuditActor.SYSTEM,
                            AuditChange.done(AuditAction.SESSION_TOKEN_REUSED, AuditTrail.subject(user))));
        }
        end(session);
    }

    /** Ends the session: at once on this node, streams included, within five seconds on every other. */
    void end(Session session) {
        if (session.revokedAt() == null) {
            accounts.updateSession(session.revoked(clock.instant()));
        }
        // Not before: what is read again meanwhile would stand for five seconds.
        store.transactions().afterCommit(() -> ended(session.id()));
    }

    /** Forgets a session that has ended, here or on another node, and ends what is still open in its name. */
    void ended(SessionId session) {
        standings.invalidate(session);
        onEnd.accept(session);
    }

    /** What is to be done here when a session ends; quick, must not throw. */
    public void onEnd(Consumer<SessionId> action) {
        this.onEnd = action;
    }

    @Override
    public void forget(UserId user) {
        standings
                .asMap()
                .values()
                .removeIf(standing ->
                        standing.isEmpty() || standing.get().session().user().equals(user));
    }

    /** @throws Problem 403 if a browser's request that changes something may come from a foreign page */
    public void checkOrigin(Context ctx) {
        cookies.checkOrigin(ctx);
    }

    SessionCookies cookies() {
        return cookies;
    }

    /** Puts the tokens into the browser's cookies. */
    public void setCookies(Context ctx, Opened opened) {
        cookies.set(ctx, opened.accessToken(), opened.refreshToken(), IDLE);
    }
}
