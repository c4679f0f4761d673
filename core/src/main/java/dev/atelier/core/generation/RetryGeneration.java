package dev.atelier.core.generation;

import dev.atelier.core.account.Caller;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.credit.spi.CreditLedger;
import dev.atelier.core.event.EventType;
import dev.atelier.core.event.spi.EventLog;
import dev.atelier.core.job.Job;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.key.KeySpending;
import dev.atelier.core.key.ProviderKeyId;
import dev.atelier.core.key.RunKeys;
import dev.atelier.core.key.RunProviders;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.token.SpendRoom;
import dev.atelier.core.token.TokenSpending;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Makes the pictures again that did not arrive, at the price agreed before, under a new hold. Pictures that arrived stay. A
 * picture gets a new attempt; its old ones stay in its story. Thread-safe.
 */
public final class RetryGeneration {
    private final ChangeGeneration changes;
    private final CreditLedger ledger;
    private final TokenSpending spending;
    private final EventLog events;
    private final JobQueue jobs;
    private final RunProviders providers;
    private final KeySpending keySpending;
    private final Function<Generation, List<Job>> nextSteps;
    private final Limits limits;
    private final Ids ids;
    private final Clock clock;

    /** @param nextSteps the workflow's jobs for a generation that was opened again */
    public RetryGeneration(
            dev.atelier.core.Store store,
            ChangeGeneration changes,
            RunProviders providers,
            KeySpending keySpending,
            Function<Generation, List<Job>> nextSteps,
            Limits limits,
            Ids ids,
            Clock clock) {
        this.changes = changes;
        this.ledger = store.ledger();
        this.spending = new TokenSpending(store, clock);
        this.events = store.events();
        this.jobs = store.jobs();
        this.providers = providers;
        this.keySpending = keySpending;
        this.nextSteps = nextSteps;
        this.limits = limits;
        this.ids = ids;
        this.clock = clock;
    }

    /** @return empty if the org has no such generation */
    public Optional<StartResult> retry(Caller caller, GenerationId id) {
        AtomicReference<Refusal> refused = new AtomicReference<>();
        Optional<Generation> now = changes.change(caller.org(), id, generation -> {
            RunKeys keys = keysFor(caller, generation);
            Optional<Refusal> refusal = refusal(generation, keys);
            if (refusal.isPresent()) {
                refused.set(refusal.get());
                return generation;
            }
            int count = generation.count(RetryGeneration::canRetry);
            Credits price = generation.terms().unitPrice().times(count);
            Optional<SpendRoom> tooLittle = spending.shortOf(caller, price);
            if (tooLittle.isPresent()) {
                refused.set(Refusal.tokenSpendLimit(price, tooLittle.get()));
                return generation;
            }
            Optional<Refusal> capped = keySpending.take(id, keys, expected(keys, generation, count));
            if (capped.isPresent()) {
                refused.set(capped.get());
                return generation;
            }
            HoldId hold = new HoldId(ids.next());
            LedgerNote note = new LedgerNote(
                    caller.user().toString(), id, generation.terms().provider().slug(), "retry");
            if (!ledger.hold(caller.org(), hold, id, price, note)) {
                refused.set(Refusal.of(
                        Refusal.Code.NOT_ENOUGH_CREDITS,
                        "This retry needs " + price + " credits, "
                                + ledger.balance(caller.org()).available() + " are available."));
                return generation;
            }
            spending.took(caller, hold, id);
            Generation next = reopened(generation, hold);
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("type", generation.type().name().toLowerCase(java.util.Locale.ROOT));
            data.put("stage", next.stage().name().toLowerCase(java.util.Locale.ROOT));
            data.put("retried", count);
            data.put("held", price.amount());
            events.append(caller.org(), id, EventType.STAGE, clock.instant(), data);
            nextSteps.apply(next).forEach(jobs::enqueue);
            return next;
        });
        Refusal why = refused.get();
        return now.map(g -> why == null ? new StartResult.Accepted(g) : new StartResult.Refused(why));
    }

    /** A run that used the platform's keys goes on with them; one that used own keys takes those that are in force for it now. */
    private RunKeys keysFor(Caller caller, Generation generation) {
        RunKeys before = providers.keysOf(generation.org(), generation.id());
        if (before.isEmpty()) {
            return before;
        }
        Map<String, ProviderKeyId> now =
                new LinkedHashMap<>(providers.keysFor(caller).byAdapter());
        now.keySet().retainAll(before.byAdapter().keySet());
        return new RunKeys(generation.org(), now);
    }

    private Map<String, Long> expected(RunKeys keys, Generation generation, int count) {
        Map<String, Long> expected = new LinkedHashMap<>();
        keys.byAdapter().keySet().forEach(adapter -> expected.put(adapter, 0L));
        providers
                .with(keys)
                .config(generation.terms().provider())
                .ifPresent(row -> expected.put(
                        row.adapter(), Math.multiplyExact(generation.terms().expectedCostMicros(), (long) count)));
        return expected;
    }

    private Optional<Refusal> refusal(Generation generation, RunKeys keys) {
        if (!generation.state().terminal()) {
            return Optional.of(Refusal.of(Refusal.Code.STILL_RUNNING, "The generation still runs."));
        }
        if (generation.count(RetryGeneration::canRetry) == 0) {
            return Optional.of(Refusal.of(Refusal.Code.NOTHING_TO_RETRY, "Everything arrived."));
        }
        Set<String> lost = new TreeSet<>(
                providers.keysOf(generation.org(), generation.id()).byAdapter().keySet());
        lost.removeAll(keys.byAdapter().keySet());
        if (!lost.isEmpty()) {
            // Never quietly with somebody else's money.
            return Optional.of(Refusal.of(
                    Refusal.Code.NO_PROVIDER,
                    "This run used an API key of its owner's for " + String.join(", ", lost)
                            + ", and you have none there now; add one or start anew."));
        }
        if (!providers.with(keys).usable(generation.terms().provider())) {
            return Optional.of(Refusal.of(
                    Refusal.Code.NO_PROVIDER,
                    "Provider " + generation.terms().provider() + " is switched off or has no API key."));
        }
        return Optional.empty();
    }

    private Generation reopened(Generation generation, HoldId hold) {
        Instant deadline = clock.instant().plus(limits.deadline());
        boolean written = generation.tasks().stream().allMatch(task -> task.prompt() != null);
        boolean blind = !generation.analyses().isEmpty()
                && generation.analyses().stream().noneMatch(a -> a.state() == ReferenceAnalysis.State.DONE);
        Generation next = written
                ? generation.reopened(Stage.SUBMITTING, deadline)
                : blind
                        ? generation.withAnalysesWaiting().reopened(Stage.QUEUED, deadline)
                        : generation.reopened(Stage.WRITING_PROMPTS, deadline);
        for (ImageTask task : generation.tasks()) {
            if (canRetry(task.state())) {
                String prompt = task.prompt();
                next = next.withTask(
                        written && prompt != null
                                ? task.ready(prompt, hold, intent(task, generation))
                                : task.plannedAgain(hold));
            }
        }
        return next;
    }

    private Attempt intent(ImageTask task, Generation generation) {
        return Attempt.intent(
                new AttemptId(ids.next()),
                task.attempts().size() + 1,
                generation.terms().provider());
    }

    private static boolean canRetry(TaskState state) {
        return state == TaskState.FAILED || state == TaskState.CANCELLED;
    }
}
