package dev.atelier.core.memory;

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
import dev.atelier.core.job.RetrySchedule;
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
import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * A store that lives and dies with the process: for embedding small jobs and for tests.
 *
 * <p>It keeps every promise of {@link Store} but durability: transactions are all or nothing and follow each other one by one,
 * and all adapters pass the contracts that the PostgreSQL adapters pass. Nothing is ever evicted but events beyond the newest
 * 100,000, so memory grows with every generation (a few kilobytes each); lists are read by a pass over all rows.
 *
 * <p>Thread-safe. Threads exist only between {@link JobQueue#start} and the close of its workers or of this store.
 */
public final class InMemoryStore implements Store {
    /** Jobs that one set of workers runs at once, unless told otherwise. */
    public static final int DEFAULT_WORKERS = 16;

    private final InMemoryDatabase database = new InMemoryDatabase();
    private final InMemoryAccountRepository accounts;
    private final IdentityRepository identities;
    private final InMemoryGenerationRepository generations;
    private final InMemoryTextGenerationRepository texts;
    private final GalleryRepository gallery;
    private final ExportRepository exports;
    private final ModelListingRepository modelListings;
    private final QuoteRepository quotes;
    private final InMemoryCreditLedger ledger;
    private final AccessTokenRepository accessTokens;
    private final UsageRepository usage;
    private final UploadRepository uploads;
    private final ProviderConfigRepository providers;
    private final ProviderKeyRepository providerKeys;
    private final ModelCatalogue catalogue;
    private final ChainRepository chains;
    private final AuditLog audit;
    private final CallbackInbox callbacks;
    private final EventLog events;
    private final WebhookRepository webhooks;
    private final InMemoryJobQueue jobs;
    private final IdempotencyStore idempotency;
    private final InstallationSecretRepository installationSecrets;

    /** With {@link RetrySchedule#DEFAULT} and {@link #DEFAULT_WORKERS}. */
    public InMemoryStore(Clock clock) {
        this(clock, RetrySchedule.DEFAULT, new SecureRandom(), DEFAULT_WORKERS);
    }

    /**
     * @param clock gives every time that is stored, and decides which job is due
     * @param retries when a failed job is tried again
     * @param random spreads the pauses between tries; thread-safe
     * @param workers most jobs that one set of workers runs at once, 1 or more
     */
    public InMemoryStore(Clock clock, RetrySchedule retries, RandomGenerator random, int workers) {
        this.accounts = new InMemoryAccountRepository(database, clock);
        this.identities = new InMemoryIdentityRepository(database, accounts);
        this.texts = new InMemoryTextGenerationRepository(database);
        this.generations = new InMemoryGenerationRepository(database, texts);
        this.gallery = new InMemoryGalleryRepository(database, generations, accounts);
        this.exports = new InMemoryExportRepository(database);
        this.modelListings = new InMemoryModelListingRepository(database);
        this.quotes = new InMemoryQuoteRepository(database);
        this.ledger = new InMemoryCreditLedger(database, clock);
        this.accessTokens = new InMemoryAccessTokenRepository(database, ledger);
        this.usage = new InMemoryUsageRepository(database, generations, texts, ledger);
        this.uploads = new InMemoryUploadRepository(database);
        this.providers = new InMemoryProviderConfigRepository(database);
        this.providerKeys = new InMemoryProviderKeyRepository(database);
        this.catalogue = new InMemoryModelCatalogue(database);
        this.chains = new InMemoryChainRepository(database);
        this.audit = new InMemoryAuditLog(database);
        this.callbacks = new InMemoryCallbackInbox(database);
        this.events = new InMemoryEventLog(database);
        this.webhooks = new InMemoryWebhookRepository(database, events);
        this.jobs = new InMemoryJobQueue(database, clock, new JobSettings(retries, random, workers));
        this.idempotency = new InMemoryIdempotencyStore(database);
        this.installationSecrets = new InMemoryInstallationSecretRepository(database);
    }

    /** An empty store on the system's clock. */
    public static InMemoryStore create() {
        return new InMemoryStore(Clock.systemUTC());
    }

    @Override
    public Transactions transactions() {
        return database;
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

    /** Closes all workers, waiting for jobs that run as {@link JobQueue.Workers#close} does; what is stored stays readable. */
    @Override
    public void close() {
        jobs.close();
    }
}
