package dev.atelier.core.generation;

import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.credit.spi.CreditLedger;
import dev.atelier.core.event.EventType;
import dev.atelier.core.event.spi.EventLog;
import dev.atelier.core.key.KeySpending;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.VendorCost;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Ends tasks: a picture that is stored is charged, one that will not come is given back, and the generation follows its tasks.
 *
 * <p>Called inside {@link ChangeGeneration#change}: task, credits, event and roll-up commit together or not at all.
 */
public final class Settlement {
    private final CreditLedger ledger;
    private final EventLog events;
    private final KeySpending keys;
    private final Clock clock;

    public Settlement(CreditLedger ledger, EventLog events, KeySpending keys, Clock clock) {
        this.ledger = ledger;
        this.events = events;
        this.keys = keys;
        this.clock = clock;
    }

    /** Ends a task well: its picture is stored already; charges it. A task that has ended before stays as it is. */
    public Generation complete(Generation generation, ImageTask task, OutputFile picture, VendorCost cost) {
        if (task.state().terminal()) {
            return generation;
        }
        Instant now = clock.instant();
        Attempt attempt = task.attempt().orElseThrow().succeeded(cost, now);
        Generation next = generation.withTask(task.completed(picture, attempt, now));
        Long told = cost.micros();
        countOnKey(
                generation, attempt.provider(), told == null ? attempt.expectedCostMicros(generation.terms()) : told);
        Credits price = attempt.price(generation.terms());
        LedgerNote note = note(attempt.provider(), generation, null);
        ledger.capture(generation.org(), task.hold(), task.id().toString(), price, note);
        long spared = generation.terms().unitPrice().amount() - price.amount();
        if (spared > 0) {
            // Somebody cheaper made it: what was held above that goes back.
            ledger.release(generation.org(), task.hold(), task.id() + ":spared", Credits.of(spared), note);
        }
        Map<String, Object> data = taskData(next, task);
        data.put("charged", price.amount());
        events.append(generation.org(), generation.id(), EventType.IMAGE_READY, now, data);
        return rollUp(next, now);
    }

    /** Ends a task without a picture and gives its price back. A task that has ended before stays as it is. */
    public Generation end(Generation generation, ImageTask task, TaskState terminal, TaskFailure why, VendorCost cost) {
        if (task.state().terminal()) {
            return generation;
        }
        Instant now = clock.instant();
        Optional<Attempt> attempt = task.attempt();
        ImageTask ended = attempt.isPresent() && attempt.get().state() != AttemptState.FAILED
                ? task.with(task.state(), attempt.get().failed(why, cost, now))
                : task;
        Generation next = generation.withTask(ended.ended(terminal, why, now));
        Long told = cost.micros();
        countOnKey(
                generation,
                attempt.map(Attempt::provider).orElse(generation.terms().provider()),
                told == null ? 0 : told);
        ledger.release(
                generation.org(),
                task.hold(),
                task.id().toString(),
                generation.terms().unitPrice(),
                note(generation.terms().provider(), generation, why.kind().name()));
        Map<String, Object> data = taskData(next, task);
        data.put("code", why.kind().name().toLowerCase(java.util.Locale.ROOT));
        data.put("message", why.message());
        data.put("charged", 0L);
        events.append(generation.org(), generation.id(), EventType.IMAGE_FAILED, now, data);
        return rollUp(next, now);
    }

    /** Ends every task that has not ended, for one reason. */
    public Generation endAll(Generation generation, TaskState terminal, TaskFailure why) {
        Generation next = generation.withFailure(why);
        for (ImageTask task : generation.tasks()) {
            next = end(next, task, terminal, why, VendorCost.UNTOLD);
        }
        return next;
    }

    // Before the wallet, like everything that locks a key.
    private void countOnKey(Generation generation, ProviderId asked, long spentMicros) {
        long expected = generation.terms().expectedCostMicros();
        ProviderId agreed = generation.terms().provider();
        if (asked.equals(agreed)) {
            keys.count(generation.org(), generation.id(), agreed, spentMicros, expected);
        } else {
            keys.count(generation.org(), generation.id(), asked, spentMicros, 0);
            keys.count(generation.org(), generation.id(), agreed, 0, expected);
        }
    }

    private Generation rollUp(Generation generation, Instant now) {
        if (generation.count(state -> !state.terminal()) > 0) {
            return generation;
        }
        int arrived = generation.count(state -> state == TaskState.COMPLETED);
        GenerationState state;
        if (arrived == generation.tasks().size()) {
            state = GenerationState.COMPLETED;
        } else if (generation.count(s -> s == TaskState.CANCELLED) > 0) {
            state = GenerationState.CANCELLED;
        } else {
            state = arrived == 0 ? GenerationState.FAILED : GenerationState.PARTIAL;
        }
        Generation ended = generation.ended(state, now);
        if (state == GenerationState.FAILED && ended.failure() == null) {
            ended = ended.tasks().stream()
                    .map(ImageTask::failure)
                    .filter(java.util.Objects::nonNull)
                    .findFirst()
                    .map(ended::withFailure)
                    .orElse(ended);
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", type(generation));
        data.put("state", state.name().toLowerCase(java.util.Locale.ROOT));
        data.put("arrived", arrived);
        data.put("asked", generation.tasks().size());
        data.put("charged", ended.creditsCharged());
        events.append(generation.org(), generation.id(), eventOf(state), now, data);
        return ended;
    }

    /** Tells that the generation is to be stopped but a vendor still has some of it in hand. */
    void stopping(Generation generation) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", type(generation));
        data.put("state", "processing");
        data.put("stage", generation.stage().name().toLowerCase(java.util.Locale.ROOT));
        data.put("cancelRequested", true);
        events.append(generation.org(), generation.id(), EventType.STAGE, clock.instant(), data);
    }

    private static String type(Generation generation) {
        return generation.type().name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String eventOf(GenerationState state) {
        return switch (state) {
            case COMPLETED -> EventType.COMPLETED;
            case PARTIAL -> EventType.PARTIAL;
            case CANCELLED -> EventType.CANCELLED;
            case FAILED -> EventType.FAILED;
            case PENDING, PROCESSING -> EventType.STAGE;
        };
    }

    private static Map<String, Object> taskData(Generation generation, ImageTask task) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", type(generation));
        data.put("taskId", task.id().toString());
        data.put("index", task.index());
        data.put("arrived", generation.count(s -> s == TaskState.COMPLETED));
        data.put("asked", generation.tasks().size());
        return data;
    }

    private static LedgerNote note(
            ProviderId provider, Generation generation, @org.jspecify.annotations.Nullable String reason) {
        return new LedgerNote(generation.user().toString(), generation.id(), provider.slug(), reason);
    }
}
