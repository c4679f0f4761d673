package dev.atelier.core.generation;

import dev.atelier.core.account.Caller;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.Price;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.credit.spi.CreditLedger;
import dev.atelier.core.event.EventType;
import dev.atelier.core.event.spi.EventLog;
import dev.atelier.core.generation.spi.GenerationRepository;
import dev.atelier.core.job.Job;
import dev.atelier.core.job.Priority;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.key.KeySpending;
import dev.atelier.core.key.RunKeys;
import dev.atelier.core.key.RunProviders;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.KeyedProviders;
import dev.atelier.core.quote.PricedWish;
import dev.atelier.core.quote.QuoteId;
import dev.atelier.core.quote.Quotes;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.shared.spi.Transactions;
import dev.atelier.core.token.SpendRoom;
import dev.atelier.core.token.TokenSpending;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Accepts a generation: checks it against what the model can do, holds its price, stores it and queues its first steps, all or
 * nothing. No vendor is asked. Thread-safe.
 */
public final class StartGeneration {
    private final BriefReader briefs;
    private final Quotes quotes;
    private final CreditLedger ledger;
    private final GenerationRepository generations;
    private final JobQueue jobs;
    private final EventLog events;
    private final TokenSpending spending;
    private final RunProviders providers;
    private final KeySpending keySpending;
    private final Transactions transactions;
    private final BiFunction<Generation, Priority, List<Job>> firstSteps;
    private final Function<GenerationType, String> promptVersion;
    private final Limits limits;
    private final Ids ids;
    private final Clock clock;

    /**
     * @param firstSteps the workflow's first jobs for an accepted generation
     * @param promptVersion the version of the own prompts of the workflow that makes this type
     */
    public StartGeneration(
            dev.atelier.core.Store store,
            BriefReader briefs,
            RunProviders providers,
            KeySpending keySpending,
            BiFunction<Generation, Priority, List<Job>> firstSteps,
            Function<GenerationType, String> promptVersion,
            Limits limits,
            Ids ids,
            Clock clock) {
        this.briefs = briefs;
        this.quotes = new Quotes(store.quotes(), store.catalogue(), ids, clock);
        this.ledger = store.ledger();
        this.generations = store.generations();
        this.jobs = store.jobs();
        this.events = store.events();
        this.spending = new TokenSpending(store, clock);
        this.providers = providers;
        this.keySpending = keySpending;
        this.transactions = store.transactions();
        this.firstSteps = firstSteps;
        this.promptVersion = promptVersion;
        this.limits = limits;
        this.ids = ids;
        this.clock = clock;
    }

    /** Takes the work on, or says why not. */
    public StartResult start(StartCommand command) {
        boolean others = Fallback.auto(command.fallback(), command.imageModel() != null);
        return start(command.caller(), command.priority(), command.quote(), others, with -> briefs.read(command, with));
    }

    /** Like {@link #start(StartCommand)}, for films. */
    public StartResult start(FilmCommand command) {
        return start(
                command.caller(),
                command.priority(),
                command.quote(),
                Fallback.auto(null, command.model() != null),
                with -> new FilmReader(briefs).read(command, with));
    }

    /** Like {@link #start(StartCommand)}, for a text that is spoken. */
    public StartResult start(SpeechCommand command) {
        return start(
                command.caller(),
                command.priority(),
                command.quote(),
                Fallback.auto(null, command.model() != null),
                with -> new SpeechReader(briefs).read(command, with));
    }

    /** Who asks, how urgently, at which promised price, and with whose keys. */
    private record Asked(
            Caller caller, Priority priority, @Nullable QuoteId quote, RunKeys keys) {}

    private StartResult start(
            Caller caller,
            Priority priority,
            @Nullable QuoteId quote,
            boolean others,
            Function<KeyedProviders, BriefReader.Reading<BriefReader.ReadBrief>> reader) {
        // Decided here, once: what the run costs and whose keys it uses stays so, whatever changes while it is under
        // way.
        Asked asked = new Asked(caller, priority, quote, providers.keysFor(caller));
        return reader.apply(providers.with(asked.keys()))
                .fold(
                        read -> transactions.inTransaction(
                                () -> accept(asked, read.brief().withFallback(others), read.model())),
                        StartResult.Refused::new);
    }

    private StartResult accept(Asked asked, ImageBrief brief, ModelSpec model) {
        PricedWish wish = new PricedWish(model.id(), brief.imageCount(), brief.work());
        return quotes.agree(asked.caller().org(), asked.quote(), wish)
                .fold(price -> accept(asked, brief, model, price), StartResult.Refused::new);
    }

    private StartResult accept(Asked asked, ImageBrief brief, ModelSpec model, Price price) {
        Caller caller = asked.caller();
        Generation generation = generation(caller, brief, model, price);
        Credits total = price.credits().times(brief.imageCount());
        HoldId hold = generation.tasks().get(0).hold();
        Optional<SpendRoom> tooLittle = spending.shortOf(caller, total);
        if (tooLittle.isPresent()) {
            return new StartResult.Refused(Refusal.tokenSpendLimit(total, tooLittle.get()));
        }
        RunKeys keys = asked.keys();
        Optional<Refusal> capped = keySpending.take(
                generation.id(), keys, keys.isEmpty() ? Map.of() : expected(keys, brief, model, price));
        if (capped.isPresent()) {
            return new StartResult.Refused(capped.get());
        }
        LedgerNote note = new LedgerNote(
                caller.user().toString(), generation.id(), model.provider().slug(), null);
        if (!ledger.hold(generation.org(), hold, generation.id(), total, note)) {
            long available = ledger.balance(generation.org()).available();
            return new StartResult.Refused(Refusal.of(
                    Refusal.Code.NOT_ENOUGH_CREDITS,
                    "This run needs " + total + " credits, " + available + " are available."));
        }
        quotes.use(generation.org(), asked.quote(), generation.id());
        spending.took(caller, hold, generation.id());
        generations.insert(generation);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", generation.type().name().toLowerCase(Locale.ROOT));
        data.put("state", "pending");
        data.put("asked", brief.imageCount());
        data.put("held", total.amount());
        data.put("userId", generation.user().toString());
        events.append(generation.org(), generation.id(), EventType.ACCEPTED, generation.createdAt(), data);
        firstSteps.apply(generation, asked.priority()).forEach(jobs::enqueue);
        return new StartResult.Accepted(generation);
    }

    /** What the run is expected to cost at every vendor that it may ask. */
    private Map<String, Long> expected(RunKeys keys, ImageBrief brief, ModelSpec model, Price price) {
        KeyedProviders with = providers.with(keys);
        Map<String, Long> expected = new LinkedHashMap<>();
        if (brief.promptMode() == PromptMode.WRITTEN_FOR_ME) {
            with.chain(Category.LLM).forEach(row -> expected.put(row.adapter(), 0L));
        }
        if (!brief.references().isEmpty()) {
            with.active(Category.VISION).ifPresent(row -> expected.put(row.adapter(), 0L));
        }
        with.config(model.provider())
                .ifPresent(row ->
                        expected.put(row.adapter(), Math.multiplyExact(price.costMicros(), (long) brief.imageCount())));
        return expected;
    }

    private Generation generation(Caller caller, ImageBrief brief, ModelSpec model, Price price) {
        Instant now = clock.instant();
        HoldId hold = new HoldId(ids.next());
        List<ImageTask> tasks = new ArrayList<>();
        for (int i = 0; i < brief.imageCount(); i++) {
            tasks.add(ImageTask.planned(new TaskId(ids.next()), i, hold));
        }
        return new Generation(
                new GenerationId(ids.next()),
                caller.org(),
                caller.user(),
                brief,
                new Terms(
                        model.provider(),
                        price.credits(),
                        price.bookVersion(),
                        price.costMicros(),
                        promptVersion.apply(brief.medium().type())),
                GenerationState.PENDING,
                Stage.QUEUED,
                false,
                IntStream.range(0, brief.references().size())
                        .mapToObj(ReferenceAnalysis::waiting)
                        .toList(),
                List.of(),
                tasks,
                null,
                now,
                null,
                null,
                now.plus(limits.deadline()),
                1);
    }
}
