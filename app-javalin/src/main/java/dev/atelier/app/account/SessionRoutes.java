package dev.atelier.app.account;

import dev.atelier.app.audit.AuditTrail;
import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Pace;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import dev.atelier.app.limit.SignInLimits;
import dev.atelier.core.Store;
import dev.atelier.core.account.AcceptInvite;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.SignInLinks;
import dev.atelier.core.account.SignInMethod;
import dev.atelier.core.account.User;
import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.audit.AuditActor;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signing in, staying in, getting out, and who am I. */
public final class SessionRoutes implements Routes {
    private static final RouteOptions TRIED = RouteOptions.AUTH.at(Pace.SIGN_IN);

    private final Store store;
    private final AccountRepository accounts;
    private final Sessions sessions;
    private final Passwords passwords;
    private final SignInLinks links;
    private final SignInLimits limits;
    private final AcceptInvite acceptInvite;
    private final SignedInAnswer signedIn;
    private final AuditTrail trail;
    private final Runnable passwordChanged;

    /** @param passwordChanged called after a password was changed, to remove what is outdated now; must not throw */
    public SessionRoutes(
            Store store,
            Sessions sessions,
            Passwords passwords,
            SignInLinks links,
            SignInLimits limits,
            AcceptInvite acceptInvite,
            SignedInAnswer signedIn,
            AuditTrail trail,
            Runnable passwordChanged) {
        this.store = store;
        this.accounts = store.accounts();
        this.sessions = sessions;
        this.passwords = passwords;
        this.links = links;
        this.limits = limits;
        this.acceptInvite = acceptInvite;
        this.signedIn = signedIn;
        this.trail = trail;
        this.passwordChanged = passwordChanged;
    }

    // No bounds: an answer that depends on the length would come before the hash and tell by its time.
    record Login(String email, String password, @Nullable UUID orgId) {}

    record Link(String key) {}

    record Accept(String token, String displayName, String password) {}

    record ChangeMe(String displayName) {}

    record ChangePassword(String currentPassword, String newPassword) {}

    @Override
    public List<String> openApi() {
        return List.of("session");
    }

    @Override
    public Area area() {
        return Area.ACCOUNT;
    }

    @Override
    public void addTo(Access access) {
        open(access, "/api/v1/auth/login", TRIED, this::login);
        open(access, "/auth/login", TRIED, this::login);
        open(access, "/api/v1/auth/link", TRIED, this::link);
        open(access, "/api/v1/auth/accept-invite", TRIED, this::accept);
        open(access, "/api/v1/auth/refresh", RouteOptions.AUTH, this::refresh);
        open(access, "/api/v1/auth/logout", RouteOptions.AUTH, this::logout);
        open(access, "/api/v1/auth/signout", RouteOptions.AUTH, this::logout);
        open(access, "/auth/signout", RouteOptions.AUTH, this::logout);
        access.in(Area.SELF).get("/api/v1/me", Gate.VIEWER, this::me);
        access.get("/api/v1/auth/me", Gate.VIEWER, this::me);
        access.add(HandlerType.PATCH, "/api/v1/me", Gate.VIEWER, RouteOptions.AUTH, this::changeMe);
        access.add(HandlerType.PATCH, "/api/v1/me/password", Gate.VIEWER, TRIED, this::changePassword);
    }

    private static void open(Access access, String path, RouteOptions options, Handler handler) {
        access.add(HandlerType.POST, path, Gate.PUBLIC, options, handler);
    }

    private void login(Context ctx) {
        Login login = RequestBody.read(ctx, Login.class);
        limits.take(ctx, login.email());
        Optional<User> user = accounts.findUserByEmail(login.email().strip());
        Optional<Member> member = user.filter(known -> !known.disabled())
                .flatMap(known ->
                        sessions.membership(known.id(), login.orgId() == null ? null : new OrgId(login.orgId())));
        String stored = member.map(known -> known.user().passwordHash()).orElse(null);
        // One hash whatever was found: the decision comes after it.
        boolean right = passwords.matches(login.password(), stored);
        if (!right || member.isEmpty() || stored == null) {
            throw Problem.of(ProblemCode.WRONG_CREDENTIALS, "E-mail or password is wrong.");
        }
        limits.giveBack(ctx, login.email());
        answer(ctx, 200, sessions.open(renewed(member.get(), stored, login.password()), ctx, SignInMethod.PASSWORD));
    }

    // A hash of another cost is replaced while the password is at hand; the sessions stay.
    private Member renewed(Member member, String stored, String password) {
        if (passwords.outdated(stored)) {
            User user = member.user();
            accounts.updateUser(new User(
                    user.id(),
                    user.email(),
                    user.displayName(),
                    passwords.hash(password),
                    user.disabled(),
                    user.sessionVersion(),
                    user.createdAt()));
        }
        return member;
    }

    private void link(Context ctx) {
        Link link = RequestBody.read(ctx, Link.class);
        limits.take(ctx, link.key());
        // Together: a session that cannot be opened leaves the link good.
        Sessions.Opened opened = store.transactions()
                .inTransaction(() -> sessions.open(
                        links.redeem(link.key())
                                .orElseThrow(() -> Problem.of(
                                        ProblemCode.WRONG_CREDENTIALS,
                                        "This link is not valid any more; it is good once.")),
                        ctx,
                        SignInMethod.LINK));
        limits.giveBack(ctx, link.key());
        answer(ctx, 200, opened);
    }

    private void accept(Context ctx) {
        Accept accept = RequestBody.read(ctx, Accept.class);
        limits.take(ctx, accept.token());
        String displayName = Names.checked("/displayName", accept.displayName());
        Optional<User> known = acceptInvite.knownPerson(accept.token());
        String hash;
        if (known.isPresent()) {
            boolean right = passwords.matches(accept.password(), known.get().passwordHash());
            if (!right || known.get().disabled()) {
                throw Problem.of(
                        ProblemCode.WRONG_CREDENTIALS, "This person is known: the password is the one of the sign-in.");
            }
            hash = "";
        } else {
            Passwords.checkNew("/password", accept.password(), "@");
            hash = passwords.hash(accept.password());
        }
        Member member = trail.changing(() -> {
            Member joined = acceptInvite
                    .accept(accept.token(), displayName, hash)
                    .fold(done -> done, why -> {
                        throw Problem.of(ProblemCode.GONE, why.sentence());
                    });
            trail.record(ctx, joined.org(), AuditActor.user(joined.user()), MemberAudit.joined(joined));
            return joined;
        });
        limits.giveBack(ctx, accept.token());
        answer(ctx, 201, sessions.open(member, ctx, SignInMethod.INVITE));
    }

    private void refresh(Context ctx) {
        Optional<Sessions.Opened> opened = sessions.refresh(ctx);
        if (opened.isEmpty()) {
            sessions.cookies().clear(ctx);
            throw Problem.of(ProblemCode.UNAUTHENTICATED, "The session has ended; sign in again.");
        }
        answer(ctx, 200, opened.get());
    }

    private void logout(Context ctx) {
        Principal principal = null;
        try {
            principal = sessions.authenticate(ctx).orElse(null);
        } catch (Problem problem) {
            if (problem.code() != ProblemCode.UNAUTHENTICATED) {
                throw problem;
            }
        }
        if (sessions.cookies().refresh(ctx).isPresent() && ctx.header("Authorization") == null) {
            sessions.cookies().checkOrigin(ctx);
        }
        sessions.end(ctx, principal == null ? null : principal.session());
        ctx.status(204);
    }

    private void me(Context ctx) {
        Principal principal = Principal.of(ctx);
        Member member = accounts.findMember(principal.org(), principal.user())
                .orElseThrow(() -> Problem.of(ProblemCode.UNAUTHENTICATED, "You are no member any more."));
        ctx.json(signedIn.me(member));
    }

    private void changeMe(Context ctx) {
        String displayName = Names.checked(
                "/displayName", RequestBody.read(ctx, ChangeMe.class).displayName());
        Principal principal = Principal.of(ctx);
        // Locked, so that a new password set at the same moment is not written over.
        Member changed = store.transactions().inTransaction(() -> {
            accounts.lockOrg(principal.org());
            accounts.findUser(principal.user())
                    .ifPresent(user -> accounts.updateUser(user.withDisplayName(displayName)));
            return accounts.findMember(principal.org(), principal.user())
                    .orElseThrow(() -> Problem.of(ProblemCode.UNAUTHENTICATED, "You are no member any more."));
        });
        sessions.forget(principal.user());
        ctx.json(signedIn.me(changed));
    }

    private void changePassword(Context ctx) {
        ChangePassword change = RequestBody.read(ctx, ChangePassword.class);
        Principal principal = Principal.of(ctx);
        limits.take(ctx, principal.user().toString());
        User before = accounts.findUser(principal.user()).orElseThrow(() -> Problem.notFound("person"));
        if (!passwords.matches(change.currentPassword(), before.passwordHash())) {
            throw Problem.of(ProblemCode.WRONG_CREDENTIALS, "The current password is wrong.");
        }
        limits.giveBack(ctx, principal.user().toString());
        Passwords.checkNew("/newPassword", change.newPassword(), before.email());
        String hash = passwords.hash(change.newPassword());
        // Read again inside: whoever was shut out while we hashed stays out.
        Sessions.Opened opened = store.transactions().inTransaction(() -> {
            accounts.lockOrg(principal.org());
            User now = accounts.findUser(principal.user())
                    .filter(user -> user.sessionVersion() == before.sessionVersion())
                    .orElseThrow(() -> Problem.of(ProblemCode.UNAUTHENTICATED, "The session has ended."));
            accounts.updateUser(now.withPasswordHash(hash));
            trail.record(ctx, MemberAudit.passwordChanged(now));
            Member member = accounts.findMember(principal.org(), principal.user())
                    .orElseThrow(() -> Problem.of(ProblemCode.UNAUTHENTICATED, "You are no member any more."));
            return sessions.open(member, ctx, SignInMethod.PASSWORD);
        });
        sessions.forget(principal.user());
        passwordChanged.run();
        answer(ctx, 200, opened);
    }

    private void answer(Context ctx, int status, Sessions.Opened opened) {
        signedIn.write(ctx, status, opened);
    }
}
