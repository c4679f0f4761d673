package dev.atelier.core;

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

/**
 * Everything that must change together: the repositories, the ledger, the queue and the log of one database.
 *
 * <p>All parts share {@link #transactions()}. Thread-safe.
 */
public interface Store extends AutoCloseable {
    Transactions transactions();

    AccountRepository accounts();

    IdentityRepository identities();

    AccessTokenRepository accessTokens();

    GenerationRepository generations();

    TextGenerationRepository texts();

    GalleryRepository gallery();

    ExportRepository exports();

    CreditLedger ledger();

    UsageRepository usage();

    QuoteRepository quotes();

    UploadRepository uploads();

    ProviderConfigRepository providers();

    ProviderKeyRepository providerKeys();

    ModelCatalogue catalogue();

    ChainRepository chains();

    ModelListingRepository modelListings();

    AuditLog audit();

    CallbackInbox callbacks();

    EventLog events();

    WebhookRepository webhooks();

    JobQueue jobs();

    IdempotencyStore idempotency();

    InstallationSecretRepository installationSecrets();

    /** Lets go of every thread and connection. */
    @Override
    void close();
}
