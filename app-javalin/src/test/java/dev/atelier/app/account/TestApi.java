package dev.atelier.app.account;

import dev.atelier.app.audit.AuditRoutes;
import dev.atelier.app.audit.AuditTrail;
import dev.atelier.app.callback.CallbackRoutes;
import dev.atelier.app.catalogue.ModelRoutes;
import dev.atelier.app.catalogue.ProviderModelRoutes;
import dev.atelier.app.credit.CreditRoutes;
import dev.atelier.app.diagnosis.DiagnosticRoutes;
import dev.atelier.app.event.EventRoutes;
import dev.atelier.app.gallery.ExportRoutes;
import dev.atelier.app.gallery.ImageRoutes;
import dev.atelier.app.generation.EstimateRoutes;
import dev.atelier.app.generation.GenerationRoutes;
import dev.atelier.app.generation.JobDoorRoutes;
import dev.atelier.app.generation.MediaRoutes;
import dev.atelier.app.generation.TextRoutes;
import dev.atelier.app.http.HttpSettings;
import dev.atelier.app.http.Idempotency;
import dev.atelier.app.http.Operators;
import dev.atelier.app.http.Paging;
import dev.atelier.app.http.Routes;
import dev.atelier.app.http.Tenancy;
import dev.atelier.app.http.TestServer;
import dev.atelier.app.job.JobRoutes;
import dev.atelier.app.key.ApiKeyRoutes;
import dev.atelier.app.limit.Budgets;
import dev.atelier.app.limit.LimitSettings;
import dev.atelier.app.limit.SignInLimits;
import dev.atelier.app.openai.ChatRoutes;
import dev.atelier.app.openai.OpenAiImageRoutes;
import dev.atelier.app.openai.OpenAiModelRoutes;
import dev.atelier.app.operations.OperationsRoutes;
import dev.atelier.app.operations.PageRoutes;
import dev.atelier.app.provider.ChainRoutes;
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
import dev.atelier.app.webhook.EventBody;
import dev.atelier.app.webhook.WebhookRoutes;
import dev.atelier.core.Atelier;
import dev.atelier.core.Store;
import dev.atelier.core.account.AcceptInvite;
import dev.atelier.core.account.ChangeRole;
import dev.atelier.core.account.Email;
import dev.atelier.core.account.InviteMember;
import dev.atelier.core.account.Member;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.RegisterOwner;
import dev.atelier.core.account.RemoveMember;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.SessionOrigin;
import dev.atelier.core.account.SetUpInstallation;
import dev.atelier.core.account.ShutOutMember;
import dev.atelier.core.account.SignInByIssuer;
import dev.atelier.core.account.SignInLinks;
import dev.atelier.core.account.SignInMethod;
import dev.atelier.core.account.User;
import dev.atelier.core.account.UserId;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.callback.ReceiveCallback;
import dev.atelier.core.catalogue.DiscoverModels;
import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.fakes.ScriptedMedia;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.key.RunProviders;
import dev.atelier.core.memory.InMemoryBlobStore;
import dev.atelier.core.memory.InMemoryStore;
import dev.atelier.core.picture.PictureLimits;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderRegistry;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.secret.EnvelopeSecretBox;
import dev.atelier.core.secret.MasterKeys;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.secret.SecretBox;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.upload.StoreUpload;
import dev.atelier.core.workflow.NextJobs;
import dev.atelier.providers.Vendors;
import dev.atelier.providers.guard.VendorGuards;
import dev.atelier.providers.http.GuardedExchange;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import dev.atelier.providers.outside.AdapterJars;
import dev.atelier.storage.LocalBlobLinks;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** The real account, credit, provider and model routes behind real sessions, on a store in memory and a clock that tests move. */
public final class TestApi implements AutoCloseable {
    public static final String PASSWORD = "correct horse battery staple";

    public final MovableClock clock = new MovableClock();
    public final VendorGuards guards = new VendorGuards(clock);
    public final Store store;
    public final ProviderRegistry registry;

    /** Knows no vendor, and no worker of it runs. */
    public final Atelier atelier;

    public final SecretBox secrets =
            new EnvelopeSecretBox(MasterKeys.parse(HexFormat.of().formatHex(random())));
    public final Sessions sessions;
    public final AccessTokens accessTokens;
    public final Doors doors;
    public final SignInLinks links;

    /** How often the routes said that a password was changed. */
    public final AtomicInteger passwordsChanged = new AtomicInteger();

    public final List<Routes> groups;
    public final TestServer server;
    public final Member owner;
    /** Not started: tests have it look. */
    final SessionWatch watch;

    final SessionSettings settings;
    private final Passwords passwords;
    private final Ids ids = Ids.timeOrdered(clock);

    public TestApi() {
        this(HttpSettings.local(), new SessionSettings(random(), random(), 4, List.of("127.0.0.1")));
    }

    /** On another store, which stays the caller's to close, with a vendor whose pictures nobody fetches. */
    public static TestApi withVendor(Function<Clock, Store> store) {
        return new TestApi(
                HttpSettings.local(),
                new SessionSettings(random(), random(), 4, List.of("127.0.0.1")),
                SsoSettings.NONE,
                store,
                List.of(new ScriptedVendor(), new ScriptedMedia()));
    }

    /** On another store, which stays the caller's to close. */
    public TestApi(Function<Clock, Store> store) {
        this(
                HttpSettings.local(),
                new SessionSettings(random(), random(), 4, List.of("127.0.0.1")),
                SsoSettings.NONE,
                store,
                List.of());
    }

    public TestApi(HttpSettings http, SessionSettings settings) {
        this(http, settings, SsoSettings.NONE, InMemoryStore::new, List.of());
    }

    /** With issuers on this machine. */
    public TestApi(SsoSettings sso) {
        this(
                HttpSettings.local(),
                new SessionSettings(random(), random(), 4, List.of("127.0.0.1")),
                sso,
                InMemoryStore::new,
                List.of());
    }

    private TestApi(
            HttpSettings http,
            SessionSettings settings,
            SsoSettings sso,
            Function<Clock, Store> stores,
            List<ProviderFactory> vendors) {
        this.settings = settings;
        store = stores.apply(clock);
        atelier = Atelier.builder()
                .store(store)
                .secrets(secrets)
                .clock(clock)
                .adapters(vendors)
                .build();
        registry = new ProviderRegistry(
                store.providers(), store.providerKeys(), List.of(new FakeFactory()), secrets, Map.of());
        sessions = new Sessions(http, settings, store, ids, clock);
        AuditTrail trail = new AuditTrail(store, ids, clock, new ClientAddresses(settings.trustedProxies()));
        SignInByIssuer signIns =
                new SignInByIssuer(store.accounts(), store.identities(), store.transactions(), ids, clock);
        Issuers issuers = new Issuers(
                sso,
                new GuardedExchange(
                        new GuardedHttp(NetworkPolicy.allowing("localhost")), Duration.ofSeconds(5), 1 << 20),
                clock);
        accessTokens = new AccessTokens(store, new ClientAddresses(settings.trustedProxies())::addressOf, clock);
        doors = new Doors(List.of(
                accessTokens,
                new ExternalTokens(issuers, signIns, store.accounts(), trail, clock),
                new TrustedGateway(sso, sessions::checkOrigin, signIns, store.accounts(), trail, clock),
                sessions));
        passwords = new Passwords(settings);
        links = new SignInLinks(store.accounts(), clock);
        owner = org("First", "owner@first.example");
        Idempotency idempotency = new Idempotency(store.transactions(), store.idempotency(), clock);
        Paging paging = new Paging(random());
        Operators operators = new Operators(store.accounts());
        BlobStore blobs = new InMemoryBlobStore(clock);
        var accounts = store.accounts();
        var transactions = store.transactions();
        EventRoutes events = new EventRoutes(store, doors::stillStands, clock);
        sessions.onEnd(events::end);
        watch = new SessionWatch(sessions, accounts, events::sessions, clock);
        groups = List.of(
                new SessionRoutes(
                        store,
                        sessions,
                        passwords,
                        links,
                        new SignInLimits(
                                new Budgets(clock, time -> Optional.empty()),
                                LimitSettings.DEFAULT,
                                new ClientAddresses(settings.trustedProxies())::networkOf),
                        new AcceptInvite(accounts, transactions, ids, clock),
                        new SignedInAnswer(accounts, sessions),
                        trail,
                        passwordsChanged::incrementAndGet),
                new SsoRoutes(
                        issuers, signIns, store.identities(), sessions, http, settings.signingKey(), trail, clock),
                new OwnSessionRoutes(accounts, trail, sessions),
                new SetUpRoutes(
                        new SetUpInstallation(accounts, transactions),
                        trail,
                        sessions,
                        new SignedInAnswer(accounts, sessions),
                        passwords,
                        passwordsChanged::incrementAndGet),
                new MemberRoutes(
                        accounts,
                        trail,
                        doors,
                        paging,
                        new MemberRoutes.UseCases(
                                new InviteMember(accounts, transactions, ids, clock),
                                new ChangeRole(accounts, transactions),
                                new ShutOutMember(accounts, transactions),
                                new RemoveMember(accounts, store.providerKeys(), transactions))),
                new ApiKeyRoutes(store, registry, secrets, trail, ids, clock),
                new AccessTokenRoutes(store, accessTokens, trail, ids, clock),
                new CreditRoutes(store, idempotency, paging, operators, ids, trail),
                new ProviderRoutes(
                        store, registry, AdapterJars.none(), guards, secrets, paging, operators, trail, clock),
                new ChainRoutes(store, registry, guards, operators, trail, clock),
                new ModelRoutes(store, registry, idempotency, paging, operators, trail, clock),
                new ProviderModelRoutes(
                        store.catalogue(),
                        registry,
                        new DiscoverModels(store.modelListings(), registry, clock),
                        operators,
                        clock),
                new AuditRoutes(store.audit(), paging),
                new OpenAiModelRoutes(store, registry, clock),
                new OpenAiImageRoutes(atelier, idempotency, clock),
                new ChatRoutes(atelier, idempotency, clock),
                new UploadRoutes(
                        store.uploads(),
                        new StoreUpload(store.uploads(), blobs, PictureLimits.DEFAULT, ids, clock),
                        blobs,
                        PictureLimits.DEFAULT,
                        paging,
                        clock),
                new LocalFileRoutes(
                        new LocalBlobLinks(URI.create("https://studio.example"), Secret.of("s".repeat(32)), clock),
                        blobs,
                        PictureLimits.DEFAULT.maxBytes(),
                        clock),
                new CallbackRoutes(
                        store,
                        new ReceiveCallback(
                                store, new RunProviders(store, registry, clock), NextJobs::rung, ids, clock),
                        paging),
                new WebhookRoutes(
                        store,
                        secrets,
                        Vendors.webhookSender(NetworkPolicy.allowing("127.0.0.1"), clock),
                        new EventBody(null),
                        paging,
                        trail,
                        ids,
                        clock),
                new JobRoutes(store.jobs(), paging, operators),
                new GenerationRoutes(atelier, idempotency, paging, clock),
                new JobDoorRoutes(atelier, idempotency, clock),
                new MediaRoutes(atelier, idempotency, clock),
                new TextRoutes(atelier, idempotency, clock),
                new EstimateRoutes(atelier),
                new UsageRoutes(store, clock),
                new ImageRoutes(atelier, paging, clock),
                new ExportRoutes(atelier, idempotency, ids, clock),
                events,
                new DiagnosticRoutes(store, operators, List::of, List.of(), clock, "test"),
                new OperationsRoutes(store, registry, List.of(), null, "test"),
                new PageRoutes(),
                new StudioRoutes(Set.of()));
        server = TestServer.with(http, doors, Tenancy.of(store.transactions()), groups.toArray(Routes[]::new));
    }

    /** Another org with an owner. */
    public Member org(String name, String ownerEmail) {
        clock.advance(Duration.ofMillis(1));
        return new RegisterOwner(store.accounts(), store.transactions(), ids, clock)
                .register(name, new Email(ownerEmail), "Owner of " + name, passwords.hash(PASSWORD));
    }

    /** A new member of the org. */
    public Member member(OrgId org, Role role) {
        UserId id = new UserId(ids.next());
        User user = new User(
                id,
                role + "-" + id + "@people.example",
                "Some " + role,
                passwords.hash(PASSWORD),
                false,
                0,
                clock.instant());
        user = new User(
                id,
                user.email().toLowerCase(java.util.Locale.ROOT),
                user.displayName(),
                user.passwordHash(),
                false,
                0,
                user.createdAt());
        store.accounts().insertUser(user);
        store.accounts().putMember(org, id, role);
        return store.accounts().findMember(org, id).orElseThrow();
    }

    /** Signed in as this member. */
    public TestServer.Client as(Member member) {
        return server.bearer(
                sessions.open(member, SessionOrigin.of(SignInMethod.PASSWORD)).accessToken());
    }

    /** Signed in as a new member of the operator's org. */
    public TestServer.Client as(Role role) {
        return as(member(owner.org(), role));
    }

    @Override
    public void close() {
        server.close();
        watch.close();
        for (Routes group : groups) {
            if (group instanceof EventRoutes events) {
                events.close();
            } else if (group instanceof OperationsRoutes operations) {
                operations.close();
            } else if (group instanceof DiagnosticRoutes diagnostics) {
                diagnostics.close();
            }
        }
        accessTokens.close();
        registry.close();
        atelier.close();
    }

    static byte[] random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** A vendor that says what it was asked with. */
    private static final class FakeFactory implements ProviderFactory {
        @Override
        public String adapter() {
            return "fake";
        }

        @Override
        public Set<Category> categories() {
            return Set.of(Category.IMAGE_GENERATION, Category.LLM);
        }

        @Override
        public boolean needsApiKey() {
            return true;
        }

        @Override
        public String apiKeyVariable() {
            return "";
        }

        @Override
        public List<ListedModel> models(ProviderSettings settings) {
            return List.of(
                    ListedModel.of("seedream/4.5", ModelCategory.TEXT_TO_IMAGE),
                    ListedModel.of("seedream/5", ModelCategory.TEXT_TO_IMAGE));
        }

        @Override
        public ConnectionCheck check(Category category, ProviderSettings settings) {
            boolean right =
                    settings.apiKey() != null && settings.apiKey().reveal().equals("sk-the-right-key-1234");
            return new ConnectionCheck(right, right ? "It works." : "The key is refused.");
        }
    }

    /** Stands still until it is moved. */
    public static final class MovableClock extends Clock {
        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-05-01T12:00:00Z"));

        public void advance(Duration by) {
            now.updateAndGet(instant -> instant.plus(by));
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
