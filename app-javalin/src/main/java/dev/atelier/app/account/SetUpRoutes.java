package dev.atelier.app.account;

import dev.atelier.app.audit.AuditTrail;
import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Email;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.SetUpInstallation;
import dev.atelier.core.account.SignInMethod;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditSubject;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;

/** The first page of a new installation: the owner names it and himself, and chooses a password of his own. */
public final class SetUpRoutes implements Routes {
    private static final String PATH = "/api/v1/setup";

    private final SetUpInstallation setUp;
    private final AuditTrail trail;
    private final Sessions sessions;
    private final SignedInAnswer signedIn;
    private final Passwords passwords;
    private final Runnable passwordChanged;

    /** @param passwordChanged called after a password was changed, to remove what is outdated now; must not throw */
    public SetUpRoutes(
            SetUpInstallation setUp,
            AuditTrail trail,
            Sessions sessions,
            SignedInAnswer signedIn,
            Passwords passwords,
            Runnable passwordChanged) {
        this.setUp = setUp;
        this.trail = trail;
        this.sessions = sessions;
        this.signedIn = signedIn;
        this.passwords = passwords;
        this.passwordChanged = passwordChanged;
    }

    record Needed(boolean needed) {}

    record SetUp(String displayName, String email, String password, String orgName) {}

    @Override
    public List<String> openApi() {
        return List.of("setup");
    }

    @Override
    public Area area() {
        return Area.ACCOUNT;
    }

    @Override
    public void addTo(Access access) {
        access.get(PATH, Gate.OWNER, ctx -> ctx.json(new Needed(setUp.neededBy(caller(ctx)))));
        access.add(HandlerType.POST, PATH, Gate.OWNER, RouteOptions.AUTH, this::post);
    }

    private void post(Context ctx) {
        SetUp wish = RequestBody.read(ctx, SetUp.class);
        String displayName = Names.checked("/displayName", wish.displayName());
        String orgName = Names.checked("/orgName", wish.orgName());
        Email email = Params.value("/email", wish.email(), Email::new);
        Passwords.checkNew("/password", wish.password(), email.value());
        Caller caller = caller(ctx);
        if (!setUp.neededBy(caller)) {
            throw done();
        }
        String hash = passwords.hash(wish.password());
        Sessions.Opened opened = trail.changing(() -> {
            Member owner;
            try {
                owner = setUp.setUp(caller, orgName, displayName, email, hash).orElseThrow(SetUpRoutes::done);
            } catch (IllegalStateException e) {
                throw Problem.unprocessable("/email", "taken", "Another person signs in by this e-mail.");
            }
            trail.record(
                    ctx,
                    AuditChange.made(
                            AuditAction.ORG_SET_UP,
                            new AuditSubject("org", owner.org().toString(), orgName),
                            AuditDetails.NONE.with("name", orgName).with("owner", email.value())));
            return sessions.open(owner, ctx, SignInMethod.PASSWORD);
        });
        sessions.forget(caller.user());
        passwordChanged.run();
        signedIn.write(ctx, 200, opened);
    }

    private static Problem done() {
        return Problem.of(
                ProblemCode.CONFLICT,
                "The set-up was done already; names and password are changed in the profile now.");
    }

    private static Caller caller(Context ctx) {
        return Principal.of(ctx).caller();
    }
}
