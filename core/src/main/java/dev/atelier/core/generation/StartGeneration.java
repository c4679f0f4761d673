package dev.atelier.core.generation;

import dev.atelier.core.account.Caller;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.PriceLine;
import dev.atelier.core.catalogue.spi.ModelCatalogue;
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
import dev.atelier.core.shared.Ids;
import dev.atelier.core.shared.spi.Transactions;
import dev.atelier.core.token.SpendRoom;
import dev.atelier.core.token.TokenSpending;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Accepts a generation: checks it against what the model can do, holds its price, stores it and queues its first steps, all or
 * nothing. No vendor is asked. Thread-safe.
 */
public final class StartGeneration {
    private final BriefReader briefs;
    private final ModelCatalogue catalogue;
    private final CreditLedger ledger;
    private final GenerationRepository generations;
    private final JobQueue jobs;
    private final EventLog events;
    private final TokenSpending spending;
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
            BiFunction<Generation, Priority, List<Job>> firstSteps,
            Function<GenerationType, String> promptVersion,
            Limits limits,
            Ids ids,
            Clock clock) {
        this.briefs = briefs;
        this.catalogue = store.catalogue();
        this.ledger = store.ledger();
        this.generations = store.generations();
        this.jobs = store.jobs();
        this.events = store.events();
        this.spending = new TokenSpending(store, clock);
        this.transactions = store.transactions();
        this.firstSteps = firstSteps;
        this.promptVersion = promptVersion;
        this.limits = limits;
        this.ids = ids;
        this.clock = clock;
    }

    /** Takes the work on, or says why not. */
    public StartResult start(StartCommand command) {
        return start(command.caller(), command.priority(), briefs.read(command));
    }

    /** Like {@link #start(StartCommand)}, for films. */
    public StartResult start(FilmCommand command) {
        return start(command.caller(), command.priority(), new FilmReader(briefs).read(command));
    }

    /** Like {@link #start(StartCommand)}, for a text that is spoken. */
    public StartResult start(SpeechCommand command) {
        return start(command.caller(), command.priority(), new SpeechReader(briefs).read(command));
    }

    private StartResult start(Caller caller, Priority priority, BriefReader.Reading<BriefReader.ReadBrief> reading) {
        return reading.fold(
                read -> transactions.inTransaction(() -> accept(caller, priority, read.brief(), read.model())),
                StartResult.Refused::new);
    }

    private StartResult accept(Caller caller, Priority priority, ImageBrief brief, ModelSpec model) {
        Optional<PriceLine> price = catalogue.price(model.id(), brief.quality());
        if (price.isEmpty()) {
            return new StartResult.Refused(Refusal.noPrice(model.id(), brief.quality()));
        }
        PriceLine line = price.get();
        Generation generation = generation(caller, brief, model, line);
        Credits total = line.credits().times(brief.imageCount());
        HoldId hold = generation.tasks().get(0).hold();
        Optional<SpendRoom> tooLittle = spending.shortOf(caller, total);
        if (tooLittle.isPresent()) {
            return new StartResult.Refused(Refusal.tokenSpendLimit(total, tooLittle.get()));
        }
        LedgerNote note = new LedgerNote(
                caller.user().toString(), generation.id(), model.provider().slug(), null);
        if (!ledger.hold(generation.org(), hold, generation.id(), total, note)) {
            long available = ledger.balance(generation.org()).available();
            return new StartResult.Refused(Refusal.of(
                    Refusal.Code.NOT_ENOUGH_CREDITS,
                    "This run needs " + total + " credits, " + available + " are available."));
        }
        spending.took(caller, hold, generation.id());
        generations.insert(generation);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("state", "pending");
        data.put("asked", brief.imageCount());
        data.put("held", total.amount());
        data.put("userId", generation.user().toString());
        events.append(generation.org(), generation.id(), EventType.ACCEPTED, generation.createdAt(), data);
        firstSteps.apply(generation, priority).forEach(jobs::enqueue);
        return new StartResult.Accepted(generation);
    }

    private Generation generation(Caller caller, ImageBrief brief, ModelSpec model, PriceLine line) {
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
                        line.credits(),
                        line.bookVersion(),
                        line.costMicros(),
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
