package dev.atelier.app.sso;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.atelier.app.account.Sessions;
import dev.atelier.app.audit.AuditTrail;
import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.HttpSettings;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import dev.atelier.core.account.IssuedPerson;
import dev.atelier.core.account.IssuerSignIn;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.OneTimeToken;
import dev.atelier.core.account.SignInByIssuer;
import dev.atelier.core.account.spi.IdentityRepository;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in at an issuer: sends the browser there, takes what it brings back, and ends in the same session as a password. Whatever goes
 * wrong ends on the sign-in page, which is told the trouble by one word.
 */
public final class SsoRoutes implements Routes {
    private static final Logger LOG = LoggerFactory.getLogger(SsoRoutes.class);
    private static final String CALLBACK = "/api/v1/auth/callback";
    private static final RouteOptions PAGE = RouteOptions.JSON.producing("*/*");
    // A path of ours: what begins with two slashes, or with one and a backslash, is another host to a browser.
    private static final Pattern NEXT = Pattern.compile("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]{0,1023}");

    private final Issuers issuers;
    private final SignInByIssuer signIns;
    private final IdentityRepository identities;
    private final Sessions sessions;
    private final HttpSettings http;
    private final FlowCookie cookie;
    private final SsoAudit audit;
    private final Clock clock;

    /** @param installationKey 32 bytes or more, the same on every server; seals what is kept in browsers */
    public SsoRoutes(
            Issuers issuers,
            SignInByIssuer signIns,
            IdentityRepository identities,
            Sessions sessions,
            HttpSettings http,
            byte[] installationKey,
            AuditTrail trail,
            Clock clock) {
        this.audit = new SsoAudit(trail);
        this.issuers = issuers;
        this.signIns = signIns;
        this.identities = identities;
        this.sessions = sessions;
        this.http = http;
        this.cookie = new FlowCookie(installationKey, http.https(), clock);
        this.clock = clock;
    }

    record IssuerView(String id, String name) {}

    /** @param signUp true if people who are new may come in by an issuer unasked */
    record Methods(boolean password, boolean signUp, List<IssuerView> issuers) {}

    @Override
    public List<String> openApi() {
        return List.of("sso");
    }

    @Override
    public Area area() {
        return Area.OPEN;
    }

    @Override
    public void addTo(Access access) {
        access.get("/api/v1/auth/methods", Gate.PUBLIC, this::methods);
        access.add(HandlerType.GET, "/api/v1/auth/oidc/{id}/start", Gate.PUBLIC, PAGE, this::start);
        access.add(HandlerType.GET, CALLBACK, Gate.PUBLIC, PAGE, this::callback);
        access.add(HandlerType.GET, "/auth/callback", Gate.PUBLIC, PAGE, this::callback);
    }

    private void methods(Context ctx) {
        List<IssuerView> named = issuers.withSignIn().stream()
                .map(issuer ->
                        new IssuerView(issuer.settings().id(), issuer.settings().name()))
                .toList();
        ctx.json(new Methods(true, issuers.settings().signUp() && !named.isEmpty(), named));
    }

    private void start(Context ctx) {
        String next = Objects.requireNonNullElse(ctx.queryParam("next"), "/");
        if (!NEXT.matcher(next).matches()) {
            throw Problem.malformed("next", "invalid", "A path of this server is wanted, such as /gallery.");
        }
        Optional<Issuer> issuer = issuers.withSignIn(ctx.pathParam("id"));
        if (issuer.isEmpty()) {
            trouble(ctx, SsoTrouble.UNKNOWN_ISSUER);
            return;
        }
        Flow flow = new Flow(
                issuer.get().settings().id(),
                new State(),
                new Nonce(),
                new CodeVerifier(),
                next,
                URI.create(origin(ctx) + CALLBACK),
                clock.instant().plus(FlowCookie.LIFE));
        try {
            URI page = new CodeFlow(issuer.get()).signInPage(flow);
            cookie.set(ctx, flow);
            send(ctx, page.toString());
        } catch (SsoFailure e) {
            failed(ctx, e);
        }
    }

    private void callback(Context ctx) {
        Optional<Flow> flow = cookie.take(ctx).filter(begun -> same(begun.state(), ctx.queryParam("state")));
        if (flow.isEmpty() || !useUp(flow.get())) {
            trouble(ctx, SsoTrouble.STALE);
            return;
        }
        try {
            finish(ctx, flow.get());
        } catch (SsoFailure e) {
            failed(ctx, e);
        }
    }

    private void finish(Context ctx, Flow flow) throws SsoFailure {
        Issuer issuer = issuers.withSignIn(flow.issuer())
                .orElseThrow(() -> new SsoFailure(SsoTrouble.UNKNOWN_ISSUER, "the issuer was taken away", null));
        String error = ctx.queryParam("error");
        if (error != null) {
            throw new SsoFailure(
                    error.equals("access_denied") ? SsoTrouble.CANCELLED : SsoTrouble.ISSUER_REFUSED,
                    "issuer " + flow.issuer() + " refused the sign-in",
                    null);
        }
        checkSender(issuer, ctx.queryParam("iss"));
        String code = ctx.queryParam("code");
        if (code == null || code.isBlank()) {
            throw new SsoFailure(SsoTrouble.BAD_ANSWER, "issuer " + flow.issuer() + " sent no code", null);
        }
        IssuedPerson person = new CodeFlow(issuer).redeem(flow, code);
        IssuerSignIn result = signIns.signIn(
                person, issuer.settings().rules(issuers.settings().signUp()), audit.joined(ctx, flow.issuer()));
        if (result instanceof IssuerSignIn.Refused refused) {
            throw new SsoFailure(
                    SsoTrouble.of(refused.why()),
                    "a person of issuer " + flow.issuer() + " was not let in: " + refused.why(),
                    null);
        }
        IssuerSignIn.LetIn letIn = (IssuerSignIn.LetIn) result;
        Member member = letIn.member();
        LOG.info(
                "user {} signed in by issuer {}{}",
                member.user().id(),
                flow.issuer(),
                letIn.isNew() ? ", for the first time" : "");
        sessions.setCookies(ctx, sessions.openBy(member, ctx, flow.issuer()));
        send(ctx, flow.next());
    }

    // RFC 9207: of several issuers, one must not hand us a code in the name of another.
    private static void checkSender(Issuer issuer, @Nullable String iss) throws SsoFailure {
        OIDCProviderMetadata metadata = issuer.metadata();
        boolean right = iss == null
                ? !metadata.supportsAuthorizationResponseIssuerParam()
                : iss.equals(metadata.getIssuer().getValue());
        if (!right) {
            throw new SsoFailure(
                    SsoTrouble.BAD_ANSWER,
                    "the answer is not of issuer " + issuer.settings().id(),
                    null);
        }
    }

    // The code is good once at the issuer; this makes the whole answer good once here, whoever has a copy of the
    // cookie.
    private boolean useUp(Flow flow) {
        return identities.use(OneTimeToken.hashOf(flow.state().getValue()), flow.expiresAt(), clock.instant());
    }

    private static boolean same(State begun, @Nullable String brought) {
        return brought != null
                && MessageDigest.isEqual(
                        begun.getValue().getBytes(StandardCharsets.UTF_8), brought.getBytes(StandardCharsets.UTF_8));
    }

    private String origin(Context ctx) {
        return http.ownOrigin().isEmpty() ? ctx.scheme() + "://" + ctx.host() : http.ownOrigin();
    }

    private static void failed(Context ctx, SsoFailure failure) {
        LOG.warn("{}", failure.getMessage());
        trouble(ctx, failure.trouble());
    }

    private static void trouble(Context ctx, SsoTrouble trouble) {
        send(ctx, "/signin?trouble=" + trouble.word());
    }

    private static void send(Context ctx, String address) {
        ctx.status(302).header("Location", address);
    }
}
