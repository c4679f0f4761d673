package dev.atelier.core.text;

import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.credit.spi.CreditLedger;
import dev.atelier.core.event.EventType;
import dev.atelier.core.event.spi.EventLog;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.LlmTrial;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.key.KeySpending;
import dev.atelier.core.shared.spi.Transactions;
import dev.atelier.core.text.spi.TextGenerationRepository;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Moves a text generation on, and ends it: an answer that is stored is charged, one that will not come is given back. Row, credits
 * and event commit together or not at all; what has ended stays as it is. Thread-safe.
 */
public final class TextSettlement {
    /** The one part of the hold. */
    private static final String ANSWER = "answer";

    private final TextGenerationRepository texts;
    private final CreditLedger ledger;
    private final EventLog events;
    private final KeySpending keys;
    private final Transactions transactions;
    private final Clock clock;

    public TextSettlement(Store store, KeySpending keys, Clock clock) {
        this.texts = store.texts();
        this.ledger = store.ledger();
        this.events = store.events();
        this.keys = keys;
        this.transactions = store.transactions();
        this.clock = clock;
    }

    /** Takes it into work; empty if somebody did before, or it has ended. */
    Optional<TextGeneration> claim(TextGeneration accepted) {
        return transactions.inTransaction(() -> texts.lock(accepted.org(), accepted.id())
                .filter(now -> now.startedAt() == null && !now.state().terminal())
                .map(now -> stored(now.started(clock.instant()))));
    }

    /** Ends it well: stores the answer and charges it. */
    TextGeneration complete(TextGeneration generation, TextOutput answer, List<LlmTrial> trials) {
        return end(generation.org(), generation.id(), now -> {
                    countOnKeys(now, trials);
                    TextGeneration ended = stored(now.answered(answer, trials, clock.instant()));
                    ledger.capture(
                            ended.org(),
                            ended.hold(),
                            ANSWER,
                            ended.terms().unitPrice(),
                            note(ended, answer.provider().slug(), null));
                    tell(ended, EventType.COMPLETED, null);
                    return ended;
                })
                .orElse(generation);
    }

    /**
     * Ends it without an answer and gives its price back.
     *
     * @return as it is now, also if it had ended before; empty if the org has none of that id
     */
    public Optional<TextGeneration> fail(OrgId org, GenerationId id, TaskFailure why, List<LlmTrial> trials) {
        return end(org, id, now -> {
            countOnKeys(now, trials);
            TextGeneration ended = stored(now.failed(why, trials, clock.instant()));
            ledger.release(
                    ended.org(),
                    ended.hold(),
                    ANSWER,
                    ended.terms().unitPrice(),
                    note(ended, ended.terms().provider().slug(), why.kind().name()));
            tell(ended, EventType.FAILED, why);
            return ended;
        });
    }

    private Optional<TextGeneration> end(OrgId org, GenerationId id, UnaryOperator<TextGeneration> ending) {
        return transactions.inTransaction(
                () -> texts.lock(org, id).map(now -> now.state().terminal() ? now : ending.apply(now)));
    }

    // Before the wallet, like everything that locks a key. An answer whose vendor tells no cost counts as was expected.
    private void countOnKeys(TextGeneration text, List<LlmTrial> trials) {
        long expected = text.terms().expectedCostMicros();
        for (LlmTrial trial : trials) {
            Long told = trial.cost().micros();
            long spent = told != null ? told : trial.promptsGiven() > 0 ? expected : 0;
            keys.count(text.org(), text.id(), trial.provider(), spent, 0);
        }
        keys.count(text.org(), text.id(), text.terms().provider(), 0, expected);
    }

    private TextGeneration stored(TextGeneration next) {
        texts.update(next);
        return next;
    }

    private void tell(TextGeneration ended, String event, @Nullable TaskFailure why) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", "text");
        data.put("state", ended.state().name().toLowerCase(java.util.Locale.ROOT));
        data.put("charged", ended.creditsCharged());
        if (why != null) {
            data.put("code", why.kind().name().toLowerCase(java.util.Locale.ROOT));
            data.put("message", why.message());
        }
        events.append(ended.org(), ended.id(), event, clock.instant(), data);
    }

    private static LedgerNote note(TextGeneration text, String provider, @Nullable String reason) {
        return new LedgerNote(text.user().toString(), text.id(), provider, reason);
    }
}
