package dev.atelier.core.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.Atelier;
import dev.atelier.core.Store;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerEntry;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.event.EventType;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.fakes.SettableClock;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.LlmTrial;
import dev.atelier.core.generation.Refusal;
import dev.atelier.core.key.KeySpending;
import dev.atelier.core.key.RunProviders;
import dev.atelier.core.memory.InMemoryStore;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderRegistry;
import dev.atelier.core.secret.EnvelopeSecretBox;
import dev.atelier.core.secret.MasterKeys;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.text.AnswerChat;
import dev.atelier.core.text.ChatCommand;
import dev.atelier.core.text.ChatMessage;
import dev.atelier.core.text.ChatRole;
import dev.atelier.core.text.TextGeneration;
import dev.atelier.core.text.TextOutput;
import dev.atelier.core.text.TextSettlement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswerChatTest {
    private static final long PRICE = ScriptedVendor.ANSWER.amount();

    private final Studio studio = new Studio();
    private final List<String> words = new ArrayList<>();

    @AfterEach
    void close() {
        studio.close();
    }

    @Test
    void anAnswerIsStoredChargedAndToldAsItComes() {
        studio.vendor.onChat = request -> "It is a teapot.";

        TextGeneration done = answer(command());

        TextOutput output = Objects.requireNonNull(done.output());
        assertThat(output.text()).isEqualTo("It is a teapot.");
        assertThat(String.join("", words)).isEqualTo(output.text());
        assertThat(studio.spent()).isEqualTo(PRICE);
        assertThat(studio.available()).isEqualTo(1_000 - PRICE);
        assertThat(studio.events(done.id())).containsExactly(EventType.ACCEPTED, EventType.COMPLETED);
        assertThat(studio.atelier.store().ledger().entriesOf(done.org(), done.id()))
                .extracting(LedgerEntry::kind)
                .containsExactly(EntryKind.HOLD, EntryKind.CAPTURE);
        assertThat(studio.atelier.store().texts().find(done.org(), done.id())).contains(done);
    }

    @Test
    void theModelHearsTheWholeConversation() {
        studio.vendor.onChat = request -> "fine";
        answer(command(
                ChatMessage.text(ChatRole.SYSTEM, "be brief"),
                ChatMessage.text(ChatRole.USER, "hello"),
                ChatMessage.text(ChatRole.ASSISTANT, "good day"),
                ChatMessage.text(ChatRole.USER, "how are you?")));

        LlmRequest heard = studio.vendor.questions.get(0);
        assertThat(heard.systemPrompt()).isEqualTo("be brief");
        assertThat(heard.turns())
                .extracting(LlmRequest.Turn::text)
                .containsExactly("hello", "good day", "how are you?");
        assertThat(heard.turns())
                .extracting(LlmRequest.Turn::speaker)
                .containsExactly(LlmRequest.Speaker.USER, LlmRequest.Speaker.ASSISTANT, LlmRequest.Speaker.USER);
    }

    @Test
    void theNextLinkHelpsOutWhileNothingWasSaid() {
        studio.vendor.onChat = request -> {
            throw ScriptedVendor.failure(FailureKind.RATE_LIMITED);
        };
        studio.vendor.onSecondChat = request -> "from the second";

        TextGeneration done = answer(command());

        assertThat(Objects.requireNonNull(done.output()).text()).isEqualTo("from the second");
        assertThat(done.trials()).extracting(LlmTrial::failure).containsExactly(FailureKind.RATE_LIMITED, null);
        assertThat(studio.spent()).isEqualTo(PRICE);
    }

    @Test
    void anAnswerThatBreaksOffIsNotChargedAndNotBegunAnew() {
        studio.vendor.onStream = (request, listener) -> {
            listener.accept("It is a");
            throw ScriptedVendor.failure(FailureKind.UNAVAILABLE);
        };

        TextGeneration broken = answer(command());

        assertThat(broken.state()).isEqualTo(GenerationState.FAILED);
        assertThat(Objects.requireNonNull(broken.failure()).message()).contains("broke off");
        assertThat(words).containsExactly("It is a");
        assertThat(broken.trials()).hasSize(1);
        assertThat(studio.available()).isEqualTo(1_000);
        assertThat(studio.events(broken.id())).containsExactly(EventType.ACCEPTED, EventType.FAILED);
    }

    @Test
    void whenAllLinksFailTheHoldComesBack() {
        studio.vendor.onChat = request -> {
            throw ScriptedVendor.failure(FailureKind.UNAVAILABLE);
        };
        studio.vendor.onSecondChat = request -> {
            throw ScriptedVendor.failure(FailureKind.CONTENT_REFUSED);
        };

        TextGeneration failed = answer(command());

        assertThat(failed.state()).isEqualTo(GenerationState.FAILED);
        assertThat(Objects.requireNonNull(failed.failure()).kind()).isEqualTo(FailureKind.CONTENT_REFUSED);
        assertThat(studio.available()).isEqualTo(1_000);
    }

    @Test
    void aListenerWhoHasGoneKeepsNobodyFromFinishing() {
        studio.vendor.onChat = request -> "It is a teapot.";

        TextGeneration done = studio.atelier.chat().answer(accepted(command()), piece -> {
            throw new IllegalStateException("gone");
        });

        assertThat(done.state()).isEqualTo(GenerationState.COMPLETED);
        assertThat(studio.spent()).isEqualTo(PRICE);
    }

    @Test
    void whatWasTakenIntoWorkIsNotAskedAgain() {
        studio.vendor.onChat = request -> "It is a teapot.";
        TextGeneration accepted = accepted(command());

        TextGeneration first = studio.atelier.chat().answer(accepted, words::add);
        TextGeneration second = studio.atelier.chat().answer(accepted, words::add);

        assertThat(second).isEqualTo(first);
        assertThat(studio.vendor.questions).hasSize(1);
        assertThat(studio.spent()).isEqualTo(PRICE);
    }

    @Test
    void wishesThatCannotBeAreRefusedWithoutAHold() {
        assertThat(refused(new ChatCommand(studio.caller, List.of())).code()).isEqualTo(Refusal.Code.INVALID);
        assertThat(refused(command(new ModelId("nobody/knows"))).errors().get(0).field())
                .isEqualTo("/model");
        assertThat(refused(command(new ModelId("scripted-text-2"))).code()).isEqualTo(Refusal.Code.NO_PRICE);
        ChatCommand hot = new ChatCommand(studio.caller, command().messages(), null, 70_000, 2.5, List.of(), false);
        assertThat(refused(hot).errors())
                .extracting(error -> error.field())
                .containsExactly("/maxTokens", "/temperature");
        studio.atelier.store().ledger().adjust(studio.caller.org(), -999, "poor", LedgerNote.bySystem("test"));
        assertThat(refused(command()).code()).isEqualTo(Refusal.Code.NOT_ENOUGH_CREDITS);
        assertThat(studio.available()).isEqualTo(1);
    }

    @Test
    void noPointOfDeathLeavesAHoldOrPaysTwice() {
        studio.vendor.onChat = request -> "It is a teapot.";
        int points = dieAt(Set.of());
        assertThat(points).isGreaterThan(6);
        for (int point = 1; point <= points; point++) {
            dieAt(Set.of(point));
        }
    }

    /** One life of a process that may die, then a new one behind the deadline; gives the points that were passed. */
    private int dieAt(Set<Integer> deadly) {
        SettableClock clock = SettableClock.standing(Instant.parse("2026-11-21T12:00:00Z"));
        InMemoryStore kept = new InMemoryStore(clock);
        ScriptedVendor vendor = new ScriptedVendor();
        kept.ledger()
                .deposit(studio.caller.org(), EntryKind.GRANT, Credits.of(10), "first", LedgerNote.bySystem("test"));
        Atelier.builder().store(kept).adapter(vendor).build();
        CrashingStore store = new CrashingStore(kept, deadly, Set.of());
        vendor.onStream = (request, listener) -> store.point();
        vendor.onChat = request -> {
            store.point();
            return "It is a teapot.";
        };
        try {
            AnswerChat chat = Atelier.builder()
                    .store(store)
                    .adapter(vendor)
                    .clock(clock)
                    .build()
                    .chat();
            chat.accept(command()).fold(text -> chat.answer(text, words::add), refusal -> {
                throw new AssertionError("refused: " + refusal);
            });
        } catch (CrashingStore.Crash crash) {
            assertThat(deadly).isNotEmpty();
        }
        clock.advance(AnswerChat.DEADLINE.plusSeconds(1));
        expire(kept, clock);

        assertThat(vendor.questions.size()).as("paid calls, dead at %s", deadly).isLessThanOrEqualTo(1);
        var balance = kept.ledger().balance(studio.caller.org());
        assertThat(balance.held()).as("held, dead at %s", deadly).isZero();
        long answers = kept.ledger().entries(studio.caller.org(), PageRequest.first(50)).items().stream()
                .filter(entry -> entry.kind() == EntryKind.CAPTURE)
                .filter(entry -> kept.texts()
                                .find(studio.caller.org(), Objects.requireNonNull(entry.generation()))
                                .orElseThrow()
                                .output()
                        != null)
                .count();
        assertThat(balance.spent()).isEqualTo(PRICE * answers);
        assertThat(kept.ledger().verify()).isEmpty();
        return store.points();
    }

    /** What the next process does with what the dead one left. */
    private static void expire(InMemoryStore kept, SettableClock clock) {
        CrashingStore store = new CrashingStore(kept, Set.of(), Set.of());
        TextGenWorkflow workflow = new TextGenWorkflow(
                store,
                new TextSettlement(
                        store,
                        new KeySpending(store, new RunProviders(store, noProviders(store), clock), clock),
                        clock),
                clock);
        workflow.overdue(clock.instant(), 10).forEach(workflow::expire);
        store.pending.forEach(pending -> workflow.run(pending.job(), 1));
    }

    private static ProviderRegistry noProviders(Store store) {
        return new ProviderRegistry(
                store.providers(),
                store.providerKeys(),
                List.of(),
                new EnvelopeSecretBox(
                        MasterKeys.parse("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")),
                Map.of());
    }

    private TextGeneration answer(ChatCommand command) {
        return studio.atelier.chat().answer(accepted(command), words::add);
    }

    private TextGeneration accepted(ChatCommand command) {
        return studio.atelier.chat().accept(command).fold(text -> text, refusal -> {
            throw new AssertionError("refused: " + refusal);
        });
    }

    private Refusal refused(ChatCommand command) {
        return studio.atelier
                .chat()
                .accept(command)
                .fold(
                        text -> {
                            throw new AssertionError("accepted: " + text);
                        },
                        refusal -> refusal);
    }

    private ChatCommand command(ChatMessage... messages) {
        return new ChatCommand(
                studio.caller,
                messages.length > 0
                        ? List.of(messages)
                        : List.of(ChatMessage.text(ChatRole.USER, "what is this? " + UUID.randomUUID())));
    }

    private ChatCommand command(ModelId model) {
        return new ChatCommand(studio.caller, command().messages(), model, null, null, List.of(), false);
    }
}
