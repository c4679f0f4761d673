package dev.atelier.core.text.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.Store;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationFilter;
import dev.atelier.core.generation.GenerationHead;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationRef;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.GenerationType;
import dev.atelier.core.generation.InputImage;
import dev.atelier.core.generation.LlmTrial;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.generation.Terms;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextEnd;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.text.ChatMessage;
import dev.atelier.core.text.ChatPart;
import dev.atelier.core.text.ChatRole;
import dev.atelier.core.text.TextBrief;
import dev.atelier.core.text.TextGeneration;
import dev.atelier.core.text.TextOutput;
import dev.atelier.core.upload.Upload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link TextGenerationRepository} promises. */
public abstract class TextGenerationRepositoryContract {
    private static final ProviderId PROVIDER = new ProviderId("writer");
    private static final ModelId MODEL = new ModelId("writer/one");

    private TextGenerationRepository texts;
    private Samples.Tenant tenant;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void makeTenant() {
        texts = store().texts();
        tenant = Samples.tenant(store());
        store().ledger().deposit(tenant.id(), EntryKind.GRANT, Credits.of(100), "first", LedgerNote.bySystem("test"));
    }

    @Test
    void whatIsWrittenIsReadBackAtEveryStage() {
        TextGeneration pending = inserted(Samples.NOW);
        assertThat(texts.find(tenant.id(), pending.id())).contains(pending);

        TextGeneration running = moved(pending, GenerationState.PROCESSING, null, null);
        texts.update(running);
        assertThat(texts.find(tenant.id(), pending.id())).contains(running);

        TextOutput output = new TextOutput(
                "four \"words\"\nof answer", TextEnd.LENGTH, PROVIDER, "one-2", VendorCost.ofTokens(7, 4));
        TextGeneration done = moved(running, GenerationState.COMPLETED, output, null);
        texts.update(done);
        assertThat(store().transactions().inTransaction(() -> texts.lock(tenant.id(), done.id())))
                .contains(done);
        assertThat(texts.findAll(tenant.id(), List.of(done.id(), new GenerationId(UUID.randomUUID()))))
                .containsExactly(done);
    }

    @Test
    void aFailureIsReadBack() {
        TextGeneration failed =
                moved(inserted(Samples.NOW), GenerationState.FAILED, null, TaskFailure.of(FailureKind.UNAVAILABLE));
        texts.update(failed);

        assertThat(texts.find(tenant.id(), failed.id())).contains(failed);
    }

    @Test
    void anotherVersionRefusesToBeOverwritten() {
        TextGeneration pending = inserted(Samples.NOW);
        texts.update(moved(pending, GenerationState.PROCESSING, null, null));

        assertThatThrownBy(() -> texts.update(moved(pending, GenerationState.PROCESSING, null, null)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anotherOrgFindsNothing() {
        TextGeneration text = inserted(Samples.NOW);
        Samples.Tenant other = Samples.tenant(store());

        assertThat(texts.find(other.id(), text.id())).isEmpty();
        assertThat(texts.findAll(other.id(), List.of(text.id()))).isEmpty();
        assertThat(store().transactions().inTransaction(() -> texts.lock(other.id(), text.id())))
                .isEmpty();
        assertThat(index(other, null)).isEmpty();
    }

    @Test
    void picturesAndTextsDoNotMixButInTheListOfAll() {
        Generation older = stored(Samples.NOW.minusSeconds(2));
        TextGeneration text = inserted(Samples.NOW.minusSeconds(1));
        Generation newer = stored(Samples.NOW);

        assertThat(store().generations().find(tenant.id(), text.id())).isEmpty();
        assertThat(store().generations().findAll(tenant.id(), List.of(text.id(), newer.id())))
                .containsExactly(newer);
        assertThat(store().transactions()
                        .inTransaction(() -> store().generations().lock(tenant.id(), text.id())))
                .isEmpty();
        assertThat(texts.find(tenant.id(), newer.id())).isEmpty();
        assertThat(store().generations()
                        .list(tenant.id(), GenerationFilter.ALL, PageRequest.first(10))
                        .items())
                .containsExactly(newer, older);
        assertThat(index(tenant, null))
                .containsExactly(
                        new GenerationHead(newer.id(), GenerationType.IMAGE, newer.createdAt()),
                        new GenerationHead(text.id(), GenerationType.TEXT, text.createdAt()),
                        new GenerationHead(older.id(), GenerationType.IMAGE, older.createdAt()));
        assertThat(index(tenant, GenerationType.TEXT))
                .extracting(GenerationHead::id)
                .containsExactly(text.id());
        assertThat(index(tenant, GenerationType.IMAGE))
                .extracting(GenerationHead::id)
                .containsExactly(newer.id(), older.id());
    }

    @Test
    void theListOfAllFiltersByModelAndState() {
        TextGeneration text = inserted(Samples.NOW);
        stored(Samples.NOW);

        GenerationFilter mine = new GenerationFilter(GenerationState.PENDING, MODEL, tenant.userId(), null, null);
        assertThat(store().generations()
                        .index(tenant.id(), null, mine, PageRequest.first(10))
                        .items())
                .extracting(GenerationHead::id)
                .containsExactly(text.id());
        GenerationFilter ended = new GenerationFilter(GenerationState.COMPLETED, MODEL, null, null, null);
        assertThat(store().generations()
                        .index(tenant.id(), null, ended, PageRequest.first(10))
                        .items())
                .isEmpty();
    }

    @Test
    void openOnesBehindTheirDeadlineAreOverdue() {
        TextGeneration late = inserted(Samples.NOW.minusSeconds(2_000));
        TextGeneration ended = inserted(Samples.NOW.minusSeconds(2_000));
        texts.update(moved(ended, GenerationState.FAILED, null, TaskFailure.of(FailureKind.INTERNAL)));
        TextGeneration early = inserted(Samples.NOW);

        assertThat(texts.overdue(Samples.NOW, 1_000))
                .contains(new GenerationRef(tenant.id(), late.id()))
                .doesNotContain(new GenerationRef(tenant.id(), ended.id()), new GenerationRef(tenant.id(), early.id()));
        assertThat(store().generations().overdue(GenerationType.IMAGE, Samples.NOW, 1_000))
                .doesNotContain(new GenerationRef(tenant.id(), late.id()));
    }

    /** Page by page. */
    private List<GenerationHead> index(Samples.Tenant of, @Nullable GenerationType type) {
        List<GenerationHead> all = new ArrayList<>();
        String cursor = null;
        do {
            Page<GenerationHead> page =
                    store().generations().index(of.id(), type, GenerationFilter.ALL, new PageRequest(1, cursor));
            all.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);
        return all;
    }

    private Generation stored(Instant at) {
        Generation generation = Samples.accepted(tenant, 1, at);
        store().generations().insert(generation);
        return generation;
    }

    private TextGeneration inserted(Instant at) {
        TextGeneration text = accepted(at);
        store().transactions().run(() -> {
            LedgerNote note = new LedgerNote("test", text.id(), PROVIDER.slug(), null);
            assertThat(store().ledger()
                            .hold(
                                    text.org(),
                                    text.hold(),
                                    text.id(),
                                    text.terms().unitPrice(),
                                    note))
                    .isTrue();
            texts.insert(text);
        });
        return text;
    }

    private TextGeneration accepted(Instant at) {
        Upload upload = Samples.upload(tenant);
        InputImage picture = new InputImage(upload.id(), upload.key(), Objects.requireNonNull(upload.info()));
        TextBrief brief = new TextBrief(
                List.of(
                        ChatMessage.text(ChatRole.SYSTEM, "be brief"),
                        new ChatMessage(
                                ChatRole.USER, List.of(ChatPart.text("what is this?"), ChatPart.picture(picture)))),
                MODEL,
                200,
                0.5,
                List.of("END"),
                true);
        return new TextGeneration(
                new GenerationId(UUID.randomUUID()),
                tenant.id(),
                tenant.userId(),
                brief,
                new Terms(PROVIDER, Credits.of(3), 4, 1_000, "chat@1"),
                new HoldId(UUID.randomUUID()),
                GenerationState.PENDING,
                List.of(),
                null,
                null,
                at,
                null,
                null,
                at.plusSeconds(600),
                1);
    }

    private static TextGeneration moved(
            TextGeneration text, GenerationState state, @Nullable TextOutput output, @Nullable TaskFailure failure) {
        boolean over = state.terminal();
        List<LlmTrial> trials = List.of(
                new LlmTrial(PROVIDER, "one", 0, FailureKind.RATE_LIMITED, "too much", 12, VendorCost.UNTOLD),
                new LlmTrial(PROVIDER, "one-2", 1, null, null, 40, VendorCost.ofTokens(7, 4)));
        return new TextGeneration(
                text.id(),
                text.org(),
                text.user(),
                text.brief(),
                text.terms(),
                text.hold(),
                state,
                over ? trials : List.of(),
                output,
                failure,
                text.createdAt(),
                text.createdAt().plusSeconds(1),
                over ? text.createdAt().plusSeconds(2) : null,
                text.deadlineAt(),
                text.version() + 1);
    }
}
