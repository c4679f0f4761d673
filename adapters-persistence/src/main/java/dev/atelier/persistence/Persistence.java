package dev.atelier.persistence;

import com.zaxxer.hikari.HikariDataSource;
import dev.atelier.core.Store;
import dev.atelier.core.account.spi.AccountRepository;
import dev.atelier.core.account.spi.IdentityRepository;
import dev.atelier.core.audit.spi.AuditLog;
import dev.atelier.core.callback.spi.CallbackInbox;
import dev.atelier.core.catalogue.spi.ModelCatalogue;
import dev.atelier.core.catalogue.spi.ModelListingRepository;
import dev.atelier.core.chain.spi.ChainRepository;
import dev.atelier.core.credit.spi.CreditLedger;
import dev.atelier.core.event.spi.EventLog;
import dev.atelier.core.gallery.spi.ExportRepository;
import dev.atelier.core.gallery.spi.GalleryRepository;
import dev.atelier.core.generation.spi.GenerationRepository;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.key.spi.ProviderKeyRepository;
import dev.atelier.core.provider.spi.ProviderConfigRepository;
import dev.atelier.core.quote.spi.QuoteRepository;
import dev.atelier.core.secret.spi.InstallationSecretRepository;
import dev.atelier.core.shared.spi.IdempotencyStore;
import dev.atelier.core.shared.spi.Transactions;
import dev.atelier.core.text.spi.TextGenerationRepository;
import dev.atelier.core.token.spi.AccessTokenRepository;
import dev.atelier.core.upload.spi.UploadRepository;
import dev.atelier.core.usage.spi.UsageRepository;
import dev.atelier.core.webhook.spi.WebhookRepository;
import dev.atelier.persistence.account.JdbiAccountRepository;
import dev.atelier.persistence.account.JdbiIdentityRepository;
import dev.atelier.persistence.audit.JdbiAuditLog;
import dev.atelier.persistence.callback.JdbiCallbackInbox;
import dev.atelier.persistence.catalogue.JdbiModelCatalogue;
import dev.atelier.persistence.catalogue.JdbiModelListingRepository;
import dev.atelier.persistence.chain.JdbiChainRepository;
import dev.atelier.persistence.credit.JdbiCreditLedger;
import dev.atelier.persistence.event.EventBell;
import dev.atelier.persistence.event.JdbiEventLog;
import dev.atelier.persistence.event.NewsBoard;
import dev.atelier.persistence.event.NewsListener;
import dev.atelier.persistence.gallery.JdbiExportRepository;
import dev.atelier.persistence.gallery.JdbiGalleryRepository;
import dev.atelier.persistence.generation.JdbiGenerationRepository;
import dev.atelier.persistence.idempotency.JdbiIdempotencyStore;
import dev.atelier.persistence.job.JdbiJobQueue;
import dev.atelier.persistence.key.JdbiProviderKeyRepository;
import dev.atelier.persistence.limit.SharedBuckets;
import dev.atelier.persistence.provider.JdbiProviderConfigRepository;
import dev.atelier.persistence.quote.JdbiQuoteRepository;
import dev.atelier.persistence.secret.JdbiInstallationSecretRepository;
import dev.atelier.persistence.shared.Columns;
import dev.atelier.persistence.shared.JdbiTransactions;
import dev.atelier.persistence.text.JdbiTextGenerationRepository;
import dev.atelier.persistence.token.JdbiAccessTokenRepository;
import dev.atelier.persistence.upload.JdbiUploadRepository;
import dev.atelier.persistence.usage.JdbiUsageRepository;
import dev.atelier.persistence.webhook.JdbiWebhookRepository;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * The store on PostgreSQL 15 or newer. Any number of processes may share one database. Thread-safe.
 *
 * <p>Calls throw {@link dev.atelier.persistence.shared.StoreBusyException} when the database could not answer in time and
 * the same call may be made again.
 */
public final class Persistence implements Store {
    private final PersistenceSettings settings;
    private final HikariDataSource requestPool;
    private final HikariDataSource workPool;
    private final HikariDataSource queuePool;
    private @Nullable HikariDataSource limitPool;
    private final String newestMigration;
    private final JdbiTransactions transactions;
    private final NewsListener listener;
    private final AccountRepository accounts;
    private final IdentityRepository identities;
    private final GenerationRepository generations;
    private final TextGenerationRepository texts;
    private final GalleryRepository gallery;
    private final ExportRepository exports;
    private final ModelListingRepository modelListings;
    private final QuoteRepository quotes;
    private final CreditLedger ledger;
    private final AccessTokenRepository accessTokens;
    private final UsageRepository usage;
    private final UploadRepository uploads;
    private final ProviderConfigRepository providers;
    private final ProviderKeyRepository providerKeys;
    private final ModelCatalogue catalogue;
    private final ChainRepository chains;
    private final AuditLog audit;
    private final CallbackInbox callbacks;
    private final EventBell bell;
    private final EventLog events;
    private final WebhookRepository webhooks;
    private final JdbiJobQueue jobs;
    private final IdempotencyStore idempotency;
    private final InstallationSecretRepository installationSecrets;

    private Persistence(
            PersistenceSettings settings,
            HikariDataSource requestPool,
            HikariDataSource workPool,
            HikariDataSource queuePool,
            String newestMigration) {
        this.settings = settings;
        this.newestMigration = newestMigration;
        this.requestPool = requestPool;
        this.workPool = workPool;
        this.queuePool = queuePool;
        Clock clock = settings.clock();
        transactions = new JdbiTransactions(Pools.jdbi(requestPool), Pools.jdbi(workPool));
        listener = new NewsListener(() -> Pools.listening(settings), new NewsBoard(transactions));
        accounts = new JdbiAccountRepository(transactions, clock);
        identities = new JdbiIdentityRepository(transactions);
        generations = new JdbiGenerationRepository(transactions);
        texts = new JdbiTextGenerationRepository(transactions);
        gallery = new JdbiGalleryRepository(transactions);
        exports = new JdbiExportRepository(transactions);
        modelListings = new JdbiModelListingRepository(transactions);
        quotes = new JdbiQuoteRepository(transactions);
        ledger = new JdbiCreditLedger(transactions, clock);
        accessTokens = new JdbiAccessTokenRepository(transactions);
        usage = new JdbiUsageRepository(transactions);
        uploads = new JdbiUploadRepository(transactions);
        providers = new JdbiProviderConfigRepository(transactions, listener);
        providerKeys = new JdbiProviderKeyRepository(transactions);
        catalogue = new JdbiModelCatalogue(transactions, clock);
        chains = new JdbiChainRepository(transactions);
        audit = new JdbiAuditLog(transactions);
        callbacks = new JdbiCallbackInbox(transactions);
        bell = new EventBell(queuePool);
        events = new JdbiEventLog(transactions, listener, bell);
        webhooks = new JdbiWebhookRepository(transactions);
        jobs = new JdbiJobQueue(
                transactions, queuePool, settings.retries(), settings.workers(), settings.timings(), settings.node());
        idempotency = new JdbiIdempotencyStore(transactions);
        installationSecrets = new JdbiInstallationSecretRepository(transactions);
    }

    /**
     * Connects, and brings the tables up to date if the settings say so.
     *
     * @throws RuntimeException if the database cannot be reached, or its tables are not the ones this version knows
     */
    @SuppressWarnings("MustBeClosed") // The pools are closed by close(), or here if anything fails.
    public static Persistence connect(PersistenceSettings settings) {
        String newestMigration = migrate(settings);
        List<HikariDataSource> opened = new ArrayList<>();
        try {
            opened.add(Pools.requests(settings));
            opened.add(Pools.work(settings));
            opened.add(Pools.queue(settings));
            return new Persistence(settings, opened.get(0), opened.get(1), opened.get(2), newestMigration);
        } catch (RuntimeException e) {
            opened.forEach(HikariDataSource::close);
            throw e;
        }
    }

    /** The version of the newest migration that this program has. */
    private static String migrate(PersistenceSettings settings) {
        Flyway flyway = Flyway.configure(Persistence.class.getClassLoader())
                .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                .load();
        if (settings.migrate()) {
            flyway.migrate();
        } else {
            flyway.validate();
        }
        return Arrays.stream(flyway.info().all())
                .filter(migration -> migration.getState().isResolved() && migration.getVersion() != null)
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder())
                .map(MigrationVersion::getVersion)
                .orElse("");
    }

    /** Asks the database about itself; throws if it does not answer. */
    public DatabaseFacts facts() {
        return transactions.with(handle -> handle.createQuery("""
                        SELECT current_setting('server_version') AS server, clock_timestamp() AS now,
                               (SELECT NOT (rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname = current_user) AS walled,
                               (SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL
                                 ORDER BY installed_rank DESC LIMIT 1) AS tables""")
                .map((row, context) -> new DatabaseFacts(
                        row.getString("server"),
                        row.getString("tables"),
                        newestMigration,
                        Columns.instant(row, "now"),
                        row.getBoolean("walled")))
                .one());
    }

    /** True if the database answers now; for readiness checks. Waits two seconds at most. */
    public boolean reachable() {
        try {
            return transactions.with(handle ->
                    handle.createQuery("SELECT true").mapTo(Boolean.class).one());
        } catch (RuntimeException e) {
            return false;
        }
    }

    @Override
    public Transactions transactions() {
        return transactions;
    }

    @Override
    public AccountRepository accounts() {
        return accounts;
    }

    @Override
    public IdentityRepository identities() {
        return identities;
    }

    @Override
    public AccessTokenRepository accessTokens() {
        return accessTokens;
    }

    @Override
    public GenerationRepository generations() {
        return generations;
    }

    @Override
    public TextGenerationRepository texts() {
        return texts;
    }

    @Override
    public GalleryRepository gallery() {
        return gallery;
    }

    @Override
    public QuoteRepository quotes() {
        return quotes;
    }

    @Override
    public ModelListingRepository modelListings() {
        return modelListings;
    }

    @Override
    public ExportRepository exports() {
        return exports;
    }

    @Override
    public CreditLedger ledger() {
        return ledger;
    }

    @Override
    public UsageRepository usage() {
        return usage;
    }

    @Override
    public UploadRepository uploads() {
        return uploads;
    }

    @Override
    public ProviderConfigRepository providers() {
        return providers;
    }

    @Override
    public ProviderKeyRepository providerKeys() {
        return providerKeys;
    }

    @Override
    public ModelCatalogue catalogue() {
        return catalogue;
    }

    @Override
    public ChainRepository chains() {
        return chains;
    }

    @Override
    public AuditLog audit() {
        return audit;
    }

    @Override
    public CallbackInbox callbacks() {
        return callbacks;
    }

    @Override
    public EventLog events() {
        return events;
    }

    @Override
    public WebhookRepository webhooks() {
        return webhooks;
    }

    @Override
    public JobQueue jobs() {
        return jobs;
    }

    @Override
    public IdempotencyStore idempotency() {
        return idempotency;
    }

    @Override
    public InstallationSecretRepository installationSecrets() {
        return installationSecrets;
    }

    /**
     * Token buckets shared by all processes, on two connections of their own, which are opened at the first call.
     *
     * @param clock refills the buckets
     */
    public synchronized SharedBuckets sharedBuckets(TimeMeter clock) {
        HikariDataSource pool = limitPool;
        if (pool == null) {
            pool = Pools.limits(settings);
            limitPool = pool;
        }
        return new SharedBuckets(pool, clock);
    }

    /** Drains the workers, then closes every connection. */
    @Override
    public void close() {
        jobs.close();
        bell.close();
        listener.close();
        closeLimits();
        queuePool.close();
        workPool.close();
        requestPool.close();
    }

    private synchronized void closeLimits() {
        if (limitPool != null) {
            limitPool.close();
        }
    }
}
