package dev.atelier.core;

import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.blob.StorageFailure;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.callback.CallbackUrls;
import dev.atelier.core.callback.ReceiveCallback;
import dev.atelier.core.catalogue.DiscoverModels;
import dev.atelier.core.gallery.MarkImages;
import dev.atelier.core.gallery.PurgeTrash;
import dev.atelier.core.generation.BriefReader;
import dev.atelier.core.generation.CancelGeneration;
import dev.atelier.core.generation.ChangeGeneration;
import dev.atelier.core.generation.EstimateCommand;
import dev.atelier.core.generation.EstimateCost;
import dev.atelier.core.generation.EstimateResult;
import dev.atelier.core.generation.FilmCommand;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationRefused;
import dev.atelier.core.generation.Limits;
import dev.atelier.core.generation.OutputFile;
import dev.atelier.core.generation.RetryGeneration;
import dev.atelier.core.generation.Settlement;
import dev.atelier.core.generation.SpeechCommand;
import dev.atelier.core.generation.StartCommand;
import dev.atelier.core.generation.StartGeneration;
import dev.atelier.core.generation.StartResult;
import dev.atelier.core.generation.StoreMedia;
import dev.atelier.core.generation.StoreResult;
import dev.atelier.core.generation.WatchGeneration;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.key.KeySpending;
import dev.atelier.core.key.RunProviders;
import dev.atelier.core.provider.InstallPresets;
import dev.atelier.core.provider.ProviderRegistry;
import dev.atelier.core.quote.Quotes;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.text.AnswerChat;
import dev.atelier.core.text.TextSettlement;
import dev.atelier.core.upload.FetchUpload;
import dev.atelier.core.upload.StoreUpload;
import dev.atelier.core.workflow.ImageGenWorkflow;
import dev.atelier.core.workflow.NextJobs;
import dev.atelier.core.workflow.SpeechGenWorkflow;
import dev.atelier.core.workflow.Sweeper;
import dev.atelier.core.workflow.TextGenWorkflow;
import dev.atelier.core.workflow.VideoGenWorkflow;
import dev.atelier.core.workflow.Workbench;
import dev.atelier.core.workflow.Workflow;
import dev.atelier.core.workflow.Workflows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The whole of Atelier as one object: pictures from prompts, charged exactly once.
 *
 * <p>Made by {@link #builder()}; without further words it keeps everything in memory. Thread-safe. No thread runs before
 * {@link #start()}, and every thread is gone after {@link #close()}. The store and the blob store are closed too.
 */
public final class Atelier implements AutoCloseable {
    private final Store store;
    private final BlobStore blobs;
    private final ProviderRegistry registry;
    private final EstimateCost estimateCost;
    private final DiscoverModels discovery;
    private final StartGeneration startGeneration;
    private final CancelGeneration cancelGeneration;
    private final RetryGeneration retryGeneration;
    private final WatchGeneration watchGeneration;
    private final StoreUpload uploads;
    private final FetchUpload fetches;
    private final MarkImages marks;
    private final ReceiveCallback callbacks;
    private final AnswerChat answerChat;
    private final Workflows workflows;
    private final Sweeper sweeper;
    private JobQueue.@Nullable Workers workers;

    Atelier(AtelierBuilder parts) {
        this.store = parts.store();
        this.blobs = parts.blobs();
        Clock clock = parts.clock();
        Limits limits = parts.limits();
        Ids ids = Ids.timeOrdered(clock);
        SecureRandom random = new SecureRandom();
        this.registry = new ProviderRegistry(
                store.providers(), store.providerKeys(), parts.adapters(), parts.secrets(), parts.keyOverrides());
        ChangeGeneration changes = new ChangeGeneration(store.generations(), store.transactions());
        RunProviders providers = new RunProviders(store, registry, clock);
        KeySpending keySpending = new KeySpending(store, providers, clock);
        Settlement settlement = new Settlement(store.ledger(), store.events(), keySpending, clock);
        StoreResult results = new StoreResult(blobs, parts.fetcher(), limits.pictures());
        Workbench bench = new Workbench(
                store,
                registry,
                providers,
                keySpending,
                blobs,
                results,
                new StoreMedia(blobs, parts.fetcher(), limits),
                changes,
                settlement,
                new CallbackUrls(parts.callbackBase()),
                limits,
                random,
                ids,
                clock);
        TextSettlement textSettlement = new TextSettlement(store, keySpending, clock);
        List<Workflow> all = List.of(
                new ImageGenWorkflow(bench),
                new VideoGenWorkflow(bench),
                new SpeechGenWorkflow(bench),
                new TextGenWorkflow(store, textSettlement, clock));
        this.workflows = new Workflows(all);
        this.answerChat = new AnswerChat(store, providers, keySpending, blobs, textSettlement, ids, clock);
        this.sweeper = new Sweeper(store, all, registry, new PurgeTrash(store, blobs, clock), clock);
        BriefReader briefs = new BriefReader(store.uploads(), store.catalogue(), store.gallery(), clock);
        this.estimateCost = new EstimateCost(
                briefs,
                store.catalogue(),
                providers,
                new Quotes(store.quotes(), store.catalogue(), ids, clock),
                store.ledger());
        this.discovery = new DiscoverModels(store.modelListings(), registry, clock);
        this.startGeneration = new StartGeneration(
                store, briefs, providers, keySpending, NextJobs::first, NextJobs::promptVersion, limits, ids, clock);
        this.cancelGeneration = new CancelGeneration(changes, settlement);
        this.retryGeneration =
                new RetryGeneration(store, changes, providers, keySpending, NextJobs::again, limits, ids, clock);
        this.watchGeneration = new WatchGeneration(store.generations(), store.events());
        this.uploads = new StoreUpload(store.uploads(), blobs, limits.pictures(), ids, clock);
        this.fetches = new FetchUpload(parts.fetcher(), uploads, limits.pictures());
        this.marks = new MarkImages(store);
        this.callbacks = new ReceiveCallback(store, providers, NextJobs::rung, ids, clock);
        new InstallPresets(store).install(parts.adapters());
    }

    /** Starts describing an Atelier; everything has a default but the vendors. */
    public static AtelierBuilder builder() {
        return new AtelierBuilder();
    }

    /** Starts the workers and the deadline sweeper; does nothing when they run. */
    public synchronized Atelier start() {
        if (workers == null) {
            workers = store.jobs().start(workflows);
            sweeper.start();
            discovery.start();
        }
        return this;
    }

    /** Says what a wish would cost now, and promises it for a while; holds nothing. See {@link EstimateCost}. */
    public EstimateResult estimate(EstimateCommand command) {
        return estimateCost.estimate(command);
    }

    /** Accepts a generation, or says why not; costs one transaction and no vendor call. */
    public StartResult start(StartCommand command) {
        return startGeneration.start(command);
    }

    /** Accepts a wish for films, or says why not; costs one transaction and no vendor call. */
    public StartResult start(FilmCommand command) {
        return startGeneration.start(command);
    }

    /** Accepts a text to be spoken, or says why not; costs one transaction and no vendor call. */
    public StartResult start(SpeechCommand command) {
        return startGeneration.start(command);
    }

    /**
     * Makes the pictures and waits for the end: the short way for programs that embed Atelier.
     *
     * @param atMost how long to wait
     * @return the generation, ended well, partly or not at all; or still running when the time is over
     * @throws GenerationRefused if it was not taken on; nothing was charged
     */
    public Generation generate(StartCommand command, Duration atMost) throws InterruptedException {
        Generation accepted = start(command).fold(generation -> generation, refusal -> {
            throw new GenerationRefused(refusal);
        });
        return await(accepted.org(), accepted.id(), atMost).orElse(accepted);
    }

    /** Answers conversations through the LLM chain, each a generation of its own. */
    public AnswerChat chat() {
        return answerChat;
    }

    /**
     * Writes a stored picture into a file, which must not be there yet.
     *
     * @throws IOException if the file cannot be written
     */
    public void save(OutputFile picture, Path file) throws IOException {
        try (InputStream bytes = blobs.open(picture.key())
                .orElseThrow(() -> new StorageFailure("picture " + picture.key() + " is missing from the store"))) {
            Files.copy(bytes, file);
        }
    }

    /** The generation as it is now; empty if the org has none of that id. */
    public Optional<Generation> generation(OrgId org, GenerationId id) {
        return store.generations().find(org, id);
    }

    /**
     * Waits for the end of a generation.
     *
     * @param atMost how long to wait
     * @return the generation as it is then, ended or not; empty if the org has none of that id
     */
    public Optional<Generation> await(OrgId org, GenerationId id, Duration atMost) throws InterruptedException {
        return watchGeneration.await(org, id, atMost);
    }

    /** Ends what was not sent yet; see {@link CancelGeneration}. */
    public Optional<Generation> cancel(OrgId org, GenerationId id) {
        return cancelGeneration.cancel(org, id);
    }

    /** Makes again what did not arrive; see {@link RetryGeneration}. */
    public Optional<StartResult> retry(Caller caller, GenerationId id) {
        return retryGeneration.retry(caller, id);
    }

    /** Takes in pictures that people bring. */
    public StoreUpload uploads() {
        return uploads;
    }

    /** Takes in pictures that lie somewhere in the public internet. */
    public FetchUpload fetches() {
        return fetches;
    }

    /** Stars, describes, tags and trashes pictures that arrived. */
    public MarkImages marks() {
        return marks;
    }

    /** Takes in the callbacks of vendors: one call for a route of any web framework. */
    public ReceiveCallback callbacks() {
        return callbacks;
    }

    /** Which models vendors offer, as they say themselves. */
    public DiscoverModels discovery() {
        return discovery;
    }

    public ProviderRegistry registry() {
        return registry;
    }

    public Store store() {
        return store;
    }

    public BlobStore blobs() {
        return blobs;
    }

    @Override
    public synchronized void close() {
        if (workers != null) {
            discovery.close();
            sweeper.close();
            workers.close();
            workers = null;
        }
        registry.close();
        store.close();
    }
}
