package dev.atelier.app;

import dev.atelier.app.account.ClientAddresses;
import dev.atelier.app.account.Doors;
import dev.atelier.app.account.MemberRoutes;
import dev.atelier.app.account.OwnSessionRoutes;
import dev.atelier.app.account.SessionRoutes;
import dev.atelier.app.account.SessionWatch;
import dev.atelier.app.account.Sessions;
import dev.atelier.app.account.SetUpRoutes;
import dev.atelier.app.account.SignedInAnswer;
import dev.atelier.app.audit.AuditRoutes;
import dev.atelier.app.audit.AuditTrail;
import dev.atelier.app.callback.CallbackRoutes;
import dev.atelier.app.catalogue.ModelRoutes;
import dev.atelier.app.catalogue.ProviderModelRoutes;
import dev.atelier.app.credit.CreditRoutes;
import dev.atelier.app.diagnosis.DiagnosticRoutes;
import dev.atelier.app.diagnosis.Diagnostics;
import dev.atelier.app.event.EventRoutes;
import dev.atelier.app.gallery.ExportRoutes;
import dev.atelier.app.gallery.ImageRoutes;
import dev.atelier.app.generation.EstimateRoutes;
import dev.atelier.app.generation.GenerationRoutes;
import dev.atelier.app.generation.JobDoorRoutes;
import dev.atelier.app.generation.MediaRoutes;
import dev.atelier.app.generation.TextRoutes;
import dev.atelier.app.http.HttpServer;
import dev.atelier.app.http.HttpSettings;
import dev.atelier.app.http.Idempotency;
import dev.atelier.app.http.Operators;
import dev.atelier.app.http.Paging;
import dev.atelier.app.http.Routes;
import dev.atelier.app.http.Tenancy;
import dev.atelier.app.job.JobRoutes;
import dev.atelier.app.key.ApiKeyRoutes;
import dev.atelier.app.limit.Budgets;
import dev.atelier.app.limit.RouteLimits;
import dev.atelier.app.limit.SignInLimits;
import dev.atelier.app.openai.ChatRoutes;
import dev.atelier.app.openai.OpenAiImageRoutes;
import dev.atelier.app.openai.OpenAiModelRoutes;
import dev.atelier.app.operations.Check;
import dev.atelier.app.operations.OperationsRoutes;
import dev.atelier.app.operations.PageRoutes;
import dev.atelier.app.provider.ProviderRoutes;
import dev.atelier.app.sso.ExternalTokens;
import dev.atelier.app.sso.Issuers;
import dev.atelier.app.sso.SsoRoutes;
import dev.atelier.app.sso.SsoSettings;
import dev.atelier.app.sso.TrustedGateway;
import dev.atelier.app.studio.StudioRoutes;
import dev.atelier.app.token.AccessTokenRoutes;
import dev.atelier.app.token.AccessTokens;
import dev.atelier.app.upload.LocalFileRoutes;
import dev.atelier.app.upload.UploadRoutes;
import dev.atelier.app.usage.UsageRoutes;
import dev.atelier.app.webhook.WebhookRoutes;
import dev.atelier.core.Atelier;
import dev.atelier.core.Store;
import dev.atelier.core.account.AcceptInvite;
import dev.atelier.core.account.ChangeRole;
import dev.atelier.core.account.InviteMember;
import dev.atelier.core.account.RemoveMember;
import dev.atelier.core.account.SetUpInstallation;
import dev.atelier.core.account.ShutOutMember;
import dev.atelier.core.account.SignInByIssuer;
import dev.atelier.core.picture.PictureLimits;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.shared.Ids;
import dev.atelier.providers.http.GuardedExchange;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The HTTP side of the wiring. {@link #routes} is the one list of all route groups. */
public final class WebServer implements AutoCloseable {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final HttpServer server;
    private final EventRoutes events;
    private final SessionWatch watch;
    private final OperationsRoutes operations;
    private final DiagnosticRoutes diagnostics;
    private final Budgets budgets;
    private final AccessTokens accessTokens;
    private volatile boolean draining;

    private WebServer(Wiring wiring) {
        Clock clock = wiring.clock();
        Store store = wiring.store();
        Ids ids = Ids.timeOrdered(clock);
        HttpSettings settings = settings(wiring.config());
        Sessions sessions = new Sessions(settings, wiring.sessionSettings(), store, ids, clock);
        ClientAddresses addresses = new ClientAddresses(wiring.config().trustedProxies());
        AuditTrail trail = new AuditTrail(store, ids, clock, addresses);
        SignInByIssuer signIns =
                new SignInByIssuer(store.accounts(), store.identities(), store.transactions(), ids, clock);
        SsoSettings sso = wiring.config().sso();
        Issuers issuers = new Issuers(sso, issuerCalls(wiring.config()), clock);
        this.budgets = wiring.budgets();
        this.accessTokens = new AccessTokens(store, addresses::addressOf, clock);
        Doors doors = new Doors(List.of(
                accessTokens,
                new ExternalTokens(issuers, signIns, store.accounts(), trail, clock),
                new TrustedGateway(sso, sessions::checkOrigin, signIns, store.accounts(), trail, clock),
                sessions));
        Shared shared = new Shared(
                new SignInLimits(budgets, wiring.config().limits(), addresses::networkOf),
                sessions,
                doors,
                ids,
                new Idempotency(store.transactions(), store.idempotency(), clock),
                new Paging(wiring.cursorKey()),
                new Operators(store.accounts()),
                trail);
        this.events = new EventRoutes(store, doors::stillStands, clock);
        sessions.onEnd(events::end);
        this.watch = new SessionWatch(sessions, store.accounts(), events::sessions, clock).start();
        this.operations = operations(wiring);
        this.diagnostics = new DiagnosticRoutes(
                store,
                shared.operators(),
                () -> Diagnostics.of(wiring),
                wiring.config().settings(),
                clock,
                Version.text());
        List<Routes> routes = routes(wiring, shared);
        routes.add(new SsoRoutes(
                issuers,
                signIns,
                store.identities(),
                sessions,
                settings,
                wiring.sessionSettings().signingKey(),
                trail,
                clock));
        this.server = new HttpServer(
                settings,
                doors,
                new RouteLimits(budgets, wiring.config().limits(), addresses::customerOf),
                Tenancy.of(store.transactions()),
                ids,
                routes);
        server.beforeStop(events::close);
    }

    /** What several route groups need. */
    private record Shared(
            SignInLimits signInLimits,
            Sessions sessions,
            Doors doors,
            Ids ids,
            Idempotency idempotency,
            Paging paging,
            Operators operators,
            AuditTrail trail) {}

    // Every group of routes there is, one line for each. Problem pages and the API document are the server's own.
    private List<Routes> routes(Wiring wiring, Shared shared) {
        Store store = wiring.store();
        Atelier atelier = wiring.atelier();
        List<Routes> groups = new ArrayList<>(List.of(
                sessionRoutes(wiring, shared),
                new OwnSessionRoutes(store.accounts(), shared.trail(), shared.sessions()),
                setUpRoutes(wiring, shared),
                memberRoutes(wiring, shared),
                new ApiKeyRoutes(
                        store, atelier.registry(), wiring.secretBox(), shared.trail(), shared.ids(), wiring.clock()),
                new AccessTokenRoutes(store, accessTokens, shared.trail(), shared.ids(), wiring.clock()),
                new CreditRoutes(
                        store, shared.idempotency(), shared.paging(), shared.operators(), shared.ids(), shared.trail()),
                new ProviderRoutes(
                        store,
                        atelier.registry(),
                        wiring.adapterJars(),
                        wiring.vendorGuards(),
                        wiring.secretBox(),
                        shared.paging(),
                        shared.operators(),
                        shared.trail(),
                        wiring.clock()),
                new ModelRoutes(
                        store,
                        atelier.registry(),
                        shared.idempotency(),
                        shared.paging(),
                        shared.operators(),
                        shared.trail(),
                        wiring.clock()),
                new ProviderModelRoutes(
                        store.catalogue(), atelier.registry(), atelier.discovery(), shared.operators(), wiring.clock()),
                new AuditRoutes(store.audit(), shared.paging()),
                new OpenAiModelRoutes(store, atelier.registry(), wiring.clock()),
                new OpenAiImageRoutes(atelier, shared.idempotency(), wiring.clock()),
                new ChatRoutes(atelier, shared.idempotency(), wiring.clock()),
                new UploadRoutes(
                        store.uploads(),
                        atelier.uploads(),
                        wiring.blobs(),
                        PictureLimits.DEFAULT,
                        shared.paging(),
                        wiring.clock()),
                new GenerationRoutes(atelier, shared.idempotency(), shared.paging(), wiring.clock()),
                new JobDoorRoutes(atelier, shared.idempotency(), wiring.clock()),
                new MediaRoutes(atelier, shared.idempotency(), wiring.clock()),
                new TextRoutes(atelier, shared.idempotency(), wiring.clock()),
                new EstimateRoutes(atelier),
                new UsageRoutes(store, wiring.clock()),
                new ImageRoutes(atelier, shared.paging(), wiring.clock()),
                new ExportRoutes(atelier, shared.idempotency(), shared.ids(), wiring.clock()),
                new CallbackRoutes(store, atelier.callbacks(), shared.paging()),
                new WebhookRoutes(
                        store,
                        wiring.secretBox(),
                        wiring.webhookSender(),
                        wiring.webhookBody(),
                        shared.paging(),
                        shared.trail(),
                        shared.ids(),
                        wiring.clock()),
                new JobRoutes(store.jobs(), shared.paging(), shared.operators()),
                events,
                operations,
                diagnostics,
                new PageRoutes(),
                new StudioRoutes(pictureOrigins(wiring.config()))));
        wiring.blobLinks()
                .ifPresent(links -> groups.add(
                        new LocalFileRoutes(links, wiring.blobs(), PictureLimits.DEFAULT.maxBytes(), wiring.clock())));
        return groups;
    }

    private OperationsRoutes operations(Wiring wiring) {
        Secret token = wiring.config().metricsToken();
        return new OperationsRoutes(
                wiring.store(),
                wiring.atelier().registry(),
                List.of(
                        new Check("database", wiring::databaseReachable),
                        Check.that("storage", wiring.blobs()::check),
                        new Check("serving", () -> !draining)),
                token == null ? null : token.reveal(),
                Version.text());
    }

    static WebServer start(Wiring wiring, int port) {
        WebServer web = new WebServer(wiring);
        web.server.start(wiring.config().host(), port);
        return web;
    }

    public int port() {
        return server.port();
    }

    /** True once the server is about to stop: readiness checks must fail, so that nobody sends more. */
    public boolean draining() {
        return draining;
    }

    @Override
    public void close() {
        draining = true;
        server.close();
        watch.close();
        operations.close();
        diagnostics.close();
        budgets.close();
        accessTokens.close();
    }

    private static SessionRoutes sessionRoutes(Wiring wiring, Shared shared) {
        Store store = wiring.store();
        return new SessionRoutes(
                store,
                shared.sessions(),
                wiring.passwords(),
                wiring.signInLinks(),
                shared.signInLimits(),
                new AcceptInvite(store.accounts(), store.transactions(), shared.ids(), wiring.clock()),
                new SignedInAnswer(store.accounts(), shared.sessions()),
                shared.trail(),
                wiring.firstStart()::forgetOutdatedPassword);
    }

    private static SetUpRoutes setUpRoutes(Wiring wiring, Shared shared) {
        Store store = wiring.store();
        return new SetUpRoutes(
                new SetUpInstallation(store.accounts(), store.transactions()),
                shared.trail(),
                shared.sessions(),
                new SignedInAnswer(store.accounts(), shared.sessions()),
                wiring.passwords(),
                wiring.firstStart()::forgetOutdatedPassword);
    }

    private static MemberRoutes memberRoutes(Wiring wiring, Shared shared) {
        var accounts = wiring.store().accounts();
        var transactions = wiring.store().transactions();
        return new MemberRoutes(
                accounts,
                shared.trail(),
                shared.doors(),
                shared.paging(),
                new MemberRoutes.UseCases(
                        new InviteMember(accounts, transactions, shared.ids(), wiring.clock()),
                        new ChangeRole(accounts, transactions),
                        new ShutOutMember(accounts, transactions),
                        new RemoveMember(accounts, wiring.store().providerKeys(), transactions)));
    }

    private static GuardedExchange issuerCalls(AppConfig config) {
        GuardedHttp http = new GuardedHttp(NetworkPolicy.parse(config.allowPrivateHosts()));
        return new GuardedExchange(http, Duration.ofSeconds(8), 1 << 20);
    }

    // Where signed links may lead the browser, beside the address it has the page from.
    private static Set<String> pictureOrigins(AppConfig config) {
        AppConfig.S3 s3 = config.s3();
        return Stream.of(s3 == null ? null : s3.endpoint(), s3 == null ? null : s3.publicUrl(), config.publicUrl())
                .filter(Objects::nonNull)
                .map(uri -> uri.getScheme() + "://" + uri.getRawAuthority())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static HttpSettings settings(AppConfig config) {
        URI publicUrl = config.publicUrl();
        boolean https = publicUrl != null && "https".equals(publicUrl.getScheme());
        String ownOrigin = publicUrl == null ? "" : publicUrl.getScheme() + "://" + publicUrl.getRawAuthority();
        return new HttpSettings(https, config.corsOrigins(), ownOrigin, STOP_TIMEOUT);
    }
}
