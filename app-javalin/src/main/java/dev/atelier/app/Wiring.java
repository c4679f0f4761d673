package dev.atelier.app;

import dev.atelier.app.account.Passwords;
import dev.atelier.app.account.SessionSettings;
import dev.atelier.app.limit.Budgets;
import dev.atelier.app.webhook.EventBody;
import dev.atelier.core.Atelier;
import dev.atelier.core.Store;
import dev.atelier.core.account.SignInLinks;
import dev.atelier.core.audit.RecordChange;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.generation.Limits;
import dev.atelier.core.picture.PictureLimits;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.secret.EnvelopeSecretBox;
import dev.atelier.core.secret.MasterKeys;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.secret.SecretBox;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.webhook.FanOutEvents;
import dev.atelier.core.webhook.SendDelivery;
import dev.atelier.core.webhook.WebhookCourier;
import dev.atelier.core.webhook.spi.WebhookBody;
import dev.atelier.core.webhook.spi.WebhookSender;
import dev.atelier.persistence.DatabaseFacts;
import dev.atelier.persistence.Persistence;
import dev.atelier.persistence.PersistenceSettings;
import dev.atelier.persistence.embedded.EmbeddedPostgres;
import dev.atelier.persistence.embedded.EmbeddedPostgresFailure;
import dev.atelier.persistence.embedded.RunningPostgres;
import dev.atelier.persistence.job.JobTimings;
import dev.atelier.providers.Vendors;
import dev.atelier.providers.guard.VendorGuards;
import dev.atelier.providers.http.NetworkPolicy;
import dev.atelier.providers.outside.AdapterJars;
import dev.atelier.providers.sandbox.SandboxProviderFactory;
import dev.atelier.storage.BlobStores;
import dev.atelier.storage.LocalBlobLinks;
import dev.atelier.storage.S3Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that joins the modules. {@link #open} connects and brings the tables up to date; no worker and no server runs before
 * {@link #start} and {@link #serve}. {@link #close} ends them in the opposite order: server, workers, store, embedded database.
 */
public final class Wiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    /** 0.2 s a password on today's computers. */
    private static final int BCRYPT_COST = 12;

    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(2);
    private static final URI NOWHERE = URI.create("http://127.0.0.1");

    private final AppConfig config;
    private final Clock clock = Clock.systemUTC();
    private final InstallationSecrets secrets;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Persistence store;
    private final BlobStore blobs;
    private final @Nullable LocalBlobLinks blobLinks;
    private final SecretBox secretBox;
    private final SessionSettings sessionSettings;
    private final Supplier<Passwords> passwords;
    private final AdapterJars adapterJars;
    private final VendorGuards vendorGuards;
    private final Atelier atelier;
    private final WebhookSender webhookSender;
    private final WebhookBody webhookBody;
    private final WebhookCourier webhookCourier;
    private final FirstStart firstStart;

    private Wiring(AppConfig config, @Nullable URI publicBase) {
        this.config = config;
        LocalSecrets localSecrets = new LocalSecrets(config.inData("secrets"));
        BlackedOut.add(config.secretTexts());
        makeDataFolder(config.data());
        try {
            this.store = own(Persistence.connect(database(publicBase != null)));
            this.secretBox = new EnvelopeSecretBox(masterKeys(config, localSecrets));
            this.secrets = new InstallationSecrets(store.installationSecrets(), secretBox, localSecrets);
            // Asked first: whoever founds an owner meanwhile has kept his pepper before.
            boolean founded = store.accounts().hasOwner();
            byte[] pepper = secrets.bytes("pepper", founded);
            this.sessionSettings = new SessionSettings(signingKey(), pepper, BCRYPT_COST, config.trustedProxies());
            // Making one costs a bcrypt, which a command that signs nobody in need not pay.
            this.passwords = new Once<>(() -> new Passwords(sessionSettings));
            AppConfig.S3 s3 = config.s3();
            if (s3 == null) {
                Secret linkKey = secrets.hex("link-key");
                URI base = publicBase == null ? NOWHERE : publicBase;
                this.blobs = BlobStores.local(config.inData("files"), base, linkKey, clock);
                this.blobLinks = new LocalBlobLinks(base, linkKey, clock);
            } else {
                this.blobs = BlobStores.s3(bucket(s3));
                this.blobLinks = null;
            }
            NetworkPolicy policy = NetworkPolicy.parse(config.allowPrivateHosts());
            List<ProviderFactory> adapters = new ArrayList<>(Vendors.factories(policy, clock));
            adapters.add(new SandboxProviderFactory(clock, config.inData("sandbox")));
            this.adapterJars = own(Vendors.outside(config.providers(), policy, clock, adapters));
            this.vendorGuards = new VendorGuards(clock, config.workers());
            adapters.addAll(adapterJars.factories());
            this.atelier = own(
                    atelier(policy, vendorGuards.around(adapters), publicBase == null ? null : config.callbackBase()));
            this.webhookSender = Vendors.webhookSender(policy, clock);
            this.webhookBody = new EventBody(publicBase == null ? config.publicUrl() : publicBase);
            this.webhookCourier = own(webhookCourier());
            this.firstStart = new FirstStart(config, store, passwords, clock);
            BlackedOut.add(localSecrets.texts());
            BlackedOut.add(secrets.texts());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Connects everything.
     *
     * @param publicBase where browsers reach the server; null if none will run, then no vendor is given a callback address and every
     *     task is polled
     * @throws DataFolderBusy if another process uses the embedded database of this folder; without a public base only if that database
     *     answers nobody, else it is used beside the other process
     * @throws ConfigProblem if a secret that was given, or kept, cannot be used
     */
    public static Wiring open(AppConfig config, @Nullable URI publicBase) {
        return new Wiring(config, publicBase);
    }

    /** The keys that seal vendor keys: those given, else the one that is kept in the data folder. */
    static MasterKeys masterKeys(AppConfig config, LocalSecrets localSecrets) {
        Secret given = config.masterKeys();
        try {
            return MasterKeys.parse((given == null ? localSecrets.hex("master-key") : given).reveal());
        } catch (IllegalArgumentException e) {
            throw new ConfigProblem(List.of("PROVIDER_KEY_ENCRYPTION_SECRET cannot be used: " + e.getMessage()
                    + "; make one with: openssl rand -hex 32."));
        }
    }

    /** Starts the workers. */
    public Wiring start() {
        atelier.start();
        webhookCourier.start();
        return this;
    }

    /** Starts the HTTP server on this port, with every route there is. */
    public WebServer serve(int port) {
        return own(WebServer.start(this, port));
    }

    public AppConfig config() {
        return config;
    }

    public Atelier atelier() {
        return atelier;
    }

    public Store store() {
        return store;
    }

    /** What all servers of this database let through together. */
    Budgets budgets() {
        return new Budgets(clock, time -> Optional.of(store.sharedBuckets(time)));
    }

    /** True if the database answers now. */
    public boolean databaseReachable() {
        return store.reachable();
    }

    /** What the database says of itself; throws if it does not answer. */
    public DatabaseFacts databaseFacts() {
        return store.facts();
    }

    /** The adapters that came in jars of their own. */
    AdapterJars adapterJars() {
        return adapterJars;
    }

    /** What stands before the vendors' calls in this process. */
    VendorGuards vendorGuards() {
        return vendorGuards;
    }

    public BlobStore blobs() {
        return blobs;
    }

    /** What signs links to local pictures; empty if pictures lie in a bucket, whose links need no route of ours. */
    public Optional<LocalBlobLinks> blobLinks() {
        return Optional.ofNullable(blobLinks);
    }

    WebhookSender webhookSender() {
        return webhookSender;
    }

    WebhookBody webhookBody() {
        return webhookBody;
    }

    public FirstStart firstStart() {
        return firstStart;
    }

    /** Makes links that sign a member in once, on any server of this installation. */
    public SignInLinks signInLinks() {
        return new SignInLinks(store.accounts(), clock);
    }

    /** Writes what commands do into the audit log. */
    public RecordChange changes() {
        return new RecordChange(store.audit(), Ids.timeOrdered(clock), clock);
    }

    public SecretBox secretBox() {
        return secretBox;
    }

    /**
     * Wraps the installation's own secrets with the current master key.
     *
     * @return how many were under another one
     */
    public int rewrapInstallationSecrets() {
        return secrets.rewrap();
    }

    public Clock clock() {
        return clock;
    }

    SessionSettings sessionSettings() {
        return sessionSettings;
    }

    Passwords passwords() {
        return passwords.get();
    }

    byte[] cursorKey() {
        return secrets.bytes("cursor-key");
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("closing failed", e);
            }
        }
    }

    private <T extends AutoCloseable> T own(T part) {
        opened.push(part);
        return part;
    }

    private PersistenceSettings database(boolean alone) {
        Secret url = config.databaseUrl();
        PersistenceSettings settings;
        if (url == null) {
            settings = embedded(config.inData("postgres"), alone);
        } else {
            String text = url.reveal();
            settings = PersistenceSettings.ofDatabaseUrl(text.startsWith("jdbc:") ? text.substring(5) : text);
        }
        BlackedOut.add(List.of(settings.password()));
        return settings.withClock(clock)
                .withTimings(JobTimings.DEFAULT.withHeartbeat(config.patience().heartbeat()))
                .withWorkers(config.workers())
                .withRequestConnections(config.databasePool(), CONNECTION_WAIT);
    }

    // The lock on the folder keeps two servers apart. A command may work beside a server, on the database that the
    // server runs; who
    // cannot read the folder cannot do that.
    private PersistenceSettings embedded(Path folder, boolean alone) {
        try {
            EmbeddedPostgres own = own(EmbeddedPostgres.start(folder));
            return PersistenceSettings.of(own.jdbcUrl(), own.user(), own.password());
        } catch (EmbeddedPostgresFailure e) {
            if (!DataFolderBusy.isLocked(folder.resolve("lock"))) {
                throw e;
            }
            Optional<RunningPostgres> running = alone ? Optional.empty() : RunningPostgres.in(folder);
            return running.map(found -> PersistenceSettings.of(found.jdbcUrl(), found.user(), found.password()))
                    .orElseThrow(() -> new DataFolderBusy(e));
        }
    }

    private byte[] signingKey() {
        Secret given = config.jwtSecret();
        return given == null ? secrets.bytes("jwt-key") : given.reveal().getBytes(StandardCharsets.UTF_8);
    }

    private Atelier atelier(NetworkPolicy policy, List<ProviderFactory> adapters, @Nullable URI callbackBase) {
        Map<String, String> keys = config.providerKeys().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().reveal()));
        return Atelier.builder()
                .clock(clock)
                .store(store)
                .blobs(blobs)
                .adapters(adapters)
                .fetcher(Vendors.resultFetcher(policy))
                .secrets(secretBox)
                .keyOverrides(keys)
                .callbackBase(callbackBase)
                .limits(new Limits(
                        config.patience().deadline(),
                        config.patience().doubtGrace(),
                        config.patience().callbackGrace(),
                        PictureLimits.DEFAULT,
                        config.media()))
                .build();
    }

    private WebhookCourier webhookCourier() {
        Ids ids = Ids.timeOrdered(clock);
        return new WebhookCourier(
                store,
                new FanOutEvents(store, webhookBody, ids, clock),
                new SendDelivery(store, secretBox, webhookSender, ids, new SecureRandom(), clock),
                clock);
    }

    private static S3Settings bucket(AppConfig.S3 s3) {
        S3Settings settings =
                S3Settings.of(s3.endpoint(), s3.region(), s3.bucket(), s3.accessKeyId(), s3.secretAccessKey());
        return s3.publicUrl() == null ? settings : settings.withPublicBase(s3.publicUrl());
    }

    private static void makeDataFolder(Path folder) {
        try {
            PrivateFiles.passage(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder " + folder + " cannot be made or shut to others", e);
        }
    }

    /** Makes its value when it is first asked for. */
    private static final class Once<T> implements Supplier<T> {
        private final Supplier<T> maker;
        private @Nullable T value;

        Once(Supplier<T> maker) {
            this.maker = maker;
        }

        @Override
        public synchronized T get() {
            T known = value;
            if (known == null) {
                known = maker.get();
                value = known;
            }
            return known;
        }
    }
}
