package dev.atelier.core.workflow;

import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
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
import dev.atelier.core.job.Job;
import dev.atelier.core.job.JobHandler;
import dev.atelier.core.job.JobRecord;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.key.spi.ProviderKeyRepository;
import dev.atelier.core.provider.spi.ProviderConfigRepository;
import dev.atelier.core.quote.spi.QuoteRepository;
import dev.atelier.core.secret.spi.InstallationSecretRepository;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.shared.spi.IdempotencyStore;
import dev.atelier.core.shared.spi.Transactions;
import dev.atelier.core.text.spi.TextGenerationRepository;
import dev.atelier.core.token.spi.AccessTokenRepository;
import dev.atelier.core.upload.spi.UploadRepository;
import dev.atelier.core.usage.spi.UsageRepository;
import dev.atelier.core.webhook.spi.WebhookRepository;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A store that outlives the process it serves, and a process that dies at chosen points: before a transaction, in its last moment,
 * and right after its commit. Jobs are run by hand, one at a time.
 */
final class CrashingStore implements Store {
    /** The process died. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash(int point) {
            super("crash at point " + point, null, false, false);
        }
    }

    /** A job and how often it failed. */
    record Pending(Job job, int failures) {}

    private final Store kept;
    private final Set<Integer> deadly;
    private final Set<Integer> busy;
    final Deque<Pending> pending = new ArrayDeque<>();
    private int points;
    private int begun;
    private int depth;
    JobHandler handler;

    /** The store had no time for a transaction. */
    static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Busy(int transaction) {
            super("busy at transaction " + transaction);
        }
    }

    /**
     * Dies and refuses.
     *
     * @param deadly points at which the process dies
     * @param busy transactions that are refused, by number from 1
     */
    CrashingStore(Store kept, Set<Integer> deadly, Set<Integer> busy) {
        this.kept = kept;
        this.deadly = deadly;
        this.busy = busy;
    }

    /** How many transactions were begun or refused. */
    int begun() {
        return begun;
    }

    /** How many points have been passed. */
    int points() {
        return points;
    }

    /** Passes a point of the process's life, unless it is deadly. */
    void point() {
        points++;
        if (deadly.contains(points)) {
            depth = 0;
            throw new Crash(points);
        }
    }

    @Override
    public Transactions transactions() {
        return new Transactions() {
            @Override
            public <T> T inTransaction(Supplier<T> work) {
                if (depth > 0) {
                    return kept.transactions().inTransaction(work);
                }
                begun++;
                if (busy.contains(begun)) {
                    throw new Busy(begun);
                }
                point();
                T result = kept.transactions().inTransaction(() -> {
                    depth++;
                    try {
                        T value = work.get();
                        point();
                        return value;
                    } finally {
                        depth = Math.max(0, depth - 1);
                    }
                });
                point();
                return result;
            }

            @Override
            public void afterCommit(Runnable action) {
                kept.transactions().afterCommit(action);
            }
        };
    }

    @Override
    public JobQueue jobs() {
        return new JobQueue() {
            @Override
            public void enqueue(Job job, Duration after) {
                kept.transactions().afterCommit(() -> pending.add(new Pending(job, 0)));
            }

            @Override
            public void enqueue(String name, Job job, Duration after) {
                // Never withdrawn here: a job that is left must do no harm.
                enqueue(job, after);
            }

            @Override
            public boolean withdraw(String name) {
                return false;
            }

            @Override
            public Workers start(JobHandler newHandler) {
                handler = newHandler;
                return () -> {};
            }

            @Override
            public Page<JobRecord> list(OrgId org, JobRecord.State state, PageRequest page) {
                return new Page<>(java.util.List.of(), null);
            }

            @Override
            public Optional<JobRecord> find(String id) {
                return Optional.empty();
            }

            @Override
            public boolean retry(String id) {
                return false;
            }

            @Override
            public boolean discard(String id) {
                return false;
            }

            @Override
            public Depth depth() {
                return new Depth(pending.size(), 0, 0, Duration.ZERO);
            }
        };
    }

    @Override
    public InstallationSecretRepository installationSecrets() {
        return kept.installationSecrets();
    }

    @Override
    public AccountRepository accounts() {
        return kept.accounts();
    }

    @Override
    public IdentityRepository identities() {
        return kept.identities();
    }

    @Override
    public AccessTokenRepository accessTokens() {
        return kept.accessTokens();
    }

    @Override
    public GenerationRepository generations() {
        return kept.generations();
    }

    @Override
    public TextGenerationRepository texts() {
        return kept.texts();
    }

    @Override
    public GalleryRepository gallery() {
        return kept.gallery();
    }

    @Override
    public QuoteRepository quotes() {
        return kept.quotes();
    }

    @Override
    public ModelListingRepository modelListings() {
        return kept.modelListings();
    }

    @Override
    public ExportRepository exports() {
        return kept.exports();
    }

    @Override
    public CreditLedger ledger() {
        return kept.ledger();
    }

    @Override
    public UsageRepository usage() {
        return kept.usage();
    }

    @Override
    public UploadRepository uploads() {
        return kept.uploads();
    }

    @Override
    public ProviderConfigRepository providers() {
        return kept.providers();
    }

    @Override
    public ProviderKeyRepository providerKeys() {
        return kept.providerKeys();
    }

    @Override
    public ModelCatalogue catalogue() {
        return kept.catalogue();
    }

    @Override
    public ChainRepository chains() {
        return kept.chains();
    }

    @Override
    public AuditLog audit() {
        return kept.audit();
    }

    @Override
    public CallbackInbox callbacks() {
        return kept.callbacks();
    }

    @Override
    public EventLog events() {
        return kept.events();
    }

    @Override
    public WebhookRepository webhooks() {
        return kept.webhooks();
    }

    @Override
    public IdempotencyStore idempotency() {
        return kept.idempotency();
    }

    @Override
    public void close() {}
}
