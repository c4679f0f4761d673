package dev.atelier.core.text;

import dev.atelier.core.Store;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.Price;
import dev.atelier.core.catalogue.PriceQuery;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.event.EventType;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.InputImage;
import dev.atelier.core.generation.Refusal;
import dev.atelier.core.generation.Terms;
import dev.atelier.core.key.KeySpending;
import dev.atelier.core.key.RunKeys;
import dev.atelier.core.key.RunProviders;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.LlmRequest.ContentPart;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderRegistry.LlmLink;
import dev.atelier.core.shared.FieldError;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.shared.Insist;
import dev.atelier.core.token.SpendRoom;
import dev.atelier.core.token.TokenSpending;
import dev.atelier.core.upload.BlobPictureInput;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers a conversation through the LLM chain: {@link #accept} holds the price and stores the wish, {@link #answer} asks the chain
 * and settles. Between the two, and at any line of the second, the process may die: nobody asks again, and the deadline gives the
 * price back. Thread-safe.
 */
public final class AnswerChat {
    /** Atelier adds no words of its own to a conversation; the version says so. */
    public static final String PROMPT_VERSION = "chat@1";

    /** Long enough for a chain of several slow links; a hold that a crash leaves behind lasts no longer. */
    public static final Duration DEADLINE = Duration.ofMinutes(10);

    /** More than the vendors that we know count for one. */
    private static final long TOKENS_OF_A_PICTURE = 2_000;

    private final Store store;
    private final RunProviders providers;
    private final KeySpending keySpending;
    private final BlobStore blobs;
    private final TextSettlement settlement;
    private final Ids ids;
    private final Clock clock;
    private final TokenSpending spending;

    public AnswerChat(
            Store store,
            RunProviders providers,
            KeySpending keySpending,
            BlobStore blobs,
            TextSettlement settlement,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.providers = providers;
        this.keySpending = keySpending;
        this.blobs = blobs;
        this.settlement = settlement;
        this.ids = ids;
        this.clock = clock;
        this.spending = new TokenSpending(store, clock);
    }

    /** Takes the wish on: checks it, holds its price and stores it, all or nothing. No vendor is asked. */
    public TextStart accept(ChatCommand command) {
        List<FieldError> errors = ChatRules.errors(command);
        if (!errors.isEmpty()) {
            return new TextStart.Refused(
                    new Refusal(Refusal.Code.INVALID, errors.get(0).detail() + ".", errors));
        }
        RunKeys keys = providers.keysFor(command.caller());
        List<LlmLink> chain = providers.with(keys).llmChain(command.model());
        if (chain.isEmpty()) {
            return refused(Refusal.Code.NO_PROVIDER, "No LLM provider is switched on; an admin can add one.");
        }
        LlmLink first = chain.get(0);
        ModelId model = first.config().model();
        if (command.model() != null && !command.model().equals(model)) {
            FieldError error = new FieldError(
                    "/model", "unknown", "model " + command.model() + " is not the model of any usable LLM provider");
            return new TextStart.Refused(new Refusal(Refusal.Code.INVALID, error.detail() + ".", List.of(error)));
        }
        Optional<ModelSpec> retired =
                store.catalogue().model(model).filter(spec -> spec.lifecycleAt(clock) == Lifecycle.RETIRED);
        if (retired.isPresent()) {
            return new TextStart.Refused(Refusal.retired(retired.get()));
        }
        return store.transactions().inTransaction(() -> hold(command, keys, first, model));
    }

    private TextStart hold(ChatCommand command, RunKeys keys, LlmLink link, ModelId model) {
        Optional<Price> price = store.catalogue().priceOf(model, bound(command));
        if (price.isEmpty()) {
            return refused(
                    Refusal.Code.NO_PRICE, "The price book has no price for " + model + "; an admin can set one.");
        }
        TextGeneration text = accepted(command, link, model, price.get());
        Optional<SpendRoom> tooLittle =
                spending.shortOf(command.caller(), text.terms().unitPrice());
        if (tooLittle.isPresent()) {
            return new TextStart.Refused(Refusal.tokenSpendLimit(text.terms().unitPrice(), tooLittle.get()));
        }
        Optional<Refusal> capped = keySpending.take(text.id(), keys, keys.isEmpty() ? Map.of() : expected(keys, text));
        if (capped.isPresent()) {
            return new TextStart.Refused(capped.get());
        }
        LedgerNote note = new LedgerNote(
                text.user().toString(), text.id(), link.config().id().slug(), null);
        if (!store.ledger()
                .hold(text.org(), text.hold(), text.id(), text.terms().unitPrice(), note)) {
            return refused(
                    Refusal.Code.NOT_ENOUGH_CREDITS,
                    "An answer of " + model + " needs " + text.terms().unitPrice() + " credits, "
                            + store.ledger().balance(text.org()).available() + " are available.");
        }
        spending.took(command.caller(), text.hold(), text.id());
        store.texts().insert(text);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", "text");
        data.put("state", "pending");
        data.put("held", text.creditsHeld());
        data.put("userId", text.user().toString());
        store.events().append(text.org(), text.id(), EventType.ACCEPTED, text.createdAt(), data);
        return new TextStart.Accepted(text);
    }

    /** What the answer is expected to cost at every vendor that may be asked for it. */
    private Map<String, Long> expected(RunKeys keys, TextGeneration text) {
        Map<String, Long> expected = new LinkedHashMap<>();
        providers.with(keys).chain(Category.LLM).forEach(row -> expected.put(row.adapter(), 0L));
        providers
                .with(keys)
                .config(text.terms().provider())
                .ifPresent(row -> expected.put(row.adapter(), text.terms().expectedCostMicros()));
        return expected;
    }

    /** Where tokens are priced: as many as it can become. */
    private static PriceQuery bound(ChatCommand command) {
        long read = command.messages().stream()
                .flatMap(message -> message.parts().stream())
                .mapToLong(part -> {
                    String text = part.text();
                    return text == null ? TOKENS_OF_A_PICTURE : text.length();
                })
                .sum();
        Integer most = command.maxTokens();
        return PriceQuery.answer(read, most == null ? TextBrief.DEFAULT_TOKENS : most);
    }

    private TextGeneration accepted(ChatCommand command, LlmLink link, ModelId model, Price price) {
        Instant now = clock.instant();
        TextBrief brief = new TextBrief(
                command.messages(),
                model,
                command.maxTokens() == null ? TextBrief.DEFAULT_TOKENS : command.maxTokens(),
                command.temperature(),
                command.stop(),
                command.json());
        return new TextGeneration(
                new GenerationId(ids.next()),
                command.caller().org(),
                command.caller().user(),
                brief,
                new Terms(link.config().id(), price.credits(), price.bookVersion(), price.costMicros(), PROMPT_VERSION),
                new HoldId(ids.next()),
                GenerationState.PENDING,
                List.of(),
                null,
                null,
                now,
                null,
                null,
                now.plus(DEADLINE),
                1);
    }

    private static TextStart refused(Refusal.Code code, String detail) {
        return new TextStart.Refused(Refusal.of(code, detail));
    }

    /**
     * Asks the chain and settles: the answer is charged when it is stored. Costs paid vendor calls, and blocks until they end. One
     * that was taken into work before is not asked again.
     *
     * @param words is told the answer piece by piece as it comes; what it throws is ignored
     * @return as it is then: answered, failed, or ended by somebody else
     */
    public TextGeneration answer(TextGeneration accepted, Consumer<String> words) {
        Optional<TextGeneration> claimed = settlement.claim(accepted);
        if (claimed.isEmpty()) {
            return store.texts().find(accepted.org(), accepted.id()).orElse(accepted);
        }
        TextGeneration text = claimed.get();
        AskChain walk = new AskChain(request(text.brief()), deaf(words), text.deadlineAt(), clock);
        @Nullable
        TextOutput answer = walk.ask(
                providers.of(text.org(), text.id()).llmChain(text.brief().model()));
        return Insist.on(
                "the end of text " + text.id(),
                () -> answer == null
                        ? settlement
                                .fail(text.org(), text.id(), walk.failure(), walk.trials())
                                .orElse(text)
                        : settlement.complete(text, answer, walk.trials()));
    }

    /** A listener who has gone keeps nobody from finishing what is paid for. */
    private static Consumer<String> deaf(Consumer<String> words) {
        return piece -> {
            try {
                words.accept(piece);
            } catch (RuntimeException gone) {
                // He said it himself, and the answer is stored all the same.
            }
        };
    }

    private LlmRequest request(TextBrief brief) {
        StringBuilder system = new StringBuilder();
        List<LlmRequest.Turn> turns = new ArrayList<>();
        for (ChatMessage message : brief.messages()) {
            LlmRequest.Turn turn = new LlmRequest.Turn(
                    message.role() == ChatRole.ASSISTANT ? LlmRequest.Speaker.ASSISTANT : LlmRequest.Speaker.USER,
                    message.parts().stream().map(this::part).toList());
            if (message.role() == ChatRole.SYSTEM) {
                system.append(system.isEmpty() ? "" : "\n\n").append(turn.text());
            } else {
                turns.add(turn);
            }
        }
        // No model: each link has its own.
        return new LlmRequest(
                system.toString(), turns, null, brief.maxTokens(), brief.temperature(), brief.stop(), brief.json());
    }

    private ContentPart part(ChatPart part) {
        InputImage picture = part.picture();
        return picture == null
                ? new ContentPart.Text(Objects.requireNonNull(part.text()))
                : new ContentPart.Image(new BlobPictureInput(blobs, picture.key(), picture.info()));
    }
}
