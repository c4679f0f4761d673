package dev.atelier.core.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.chain.Chain;
import dev.atelier.core.chain.Rung;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.fakes.SecondVendor;
import dev.atelier.core.generation.Attempt;
import dev.atelier.core.generation.Fallback;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.PromptMode;
import dev.atelier.core.generation.StartCommand;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FallbackTest {
    private final Studio studio = new Studio();
    private final AtomicInteger firstAsked = new AtomicInteger();

    @AfterEach
    void close() {
        studio.close();
    }

    @BeforeEach
    void someoneToFallBackOn() {
        SecondVendor.join(studio.atelier.store());
    }

    private StartCommand.Builder wish() {
        return StartCommand.prompt(studio.caller, "a red square")
                .promptMode(PromptMode.AS_WRITTEN)
                .count(1);
    }

    private void firstFails(FailureKind kind) {
        firstFails(new ProviderFailure(ScriptedVendor.IMAGE, kind, "scripted " + kind));
    }

    private void firstFails(ProviderFailure failure) {
        studio.vendor.onSubmit = order -> {
            if (order.model().equals(ScriptedVendor.MODEL)) {
                firstAsked.incrementAndGet();
                throw failure;
            }
            return studio.vendor.accept(order);
        };
    }

    private static List<Attempt> attempts(Generation generation) {
        return generation.tasks().get(0).attempts();
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"UNAVAILABLE", "CREDENTIALS", "VENDOR_BALANCE"})
    void whatWasSurelyNotTakenIsMadeByTheNextAtItsOwnPrice(FailureKind kind) {
        firstFails(kind);

        Generation made = studio.finish(wish().count(2).build());

        assertThat(made.state()).isEqualTo(GenerationState.COMPLETED);
        assertThat(firstAsked).hasValue(2);
        assertThat(attempts(made))
                .extracting(Attempt::number, Attempt::provider)
                .containsExactly(tuple(1, ScriptedVendor.IMAGE), tuple(2, SecondVendor.ID));
        assertThat(attempts(made).get(0).failure().kind()).isEqualTo(kind);
        assertThat(studio.vendor.accepted)
                .extracting(ImageOrder::model, ImageOrder::quality, ImageOrder::aspectRatio)
                .containsOnly(tuple(SecondVendor.MODEL, "standard", "1:1"))
                .hasSize(2);
        // Seven were held for each, five are charged; the books are whole.
        assertThat(made.creditsCharged()).isEqualTo(2 * SecondVendor.PRICE.amount());
        assertThat(studio.spent()).isEqualTo(2 * SecondVendor.PRICE.amount());
        assertThat(studio.available()).isEqualTo(1_000 - 2 * SecondVendor.PRICE.amount());
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"INVALID_ORDER", "CONTENT_REFUSED", "OUTCOME_UNKNOWN", "VENDOR_FAILED", "RESULT_UNUSABLE"})
    void whatWasAnsweredOrMayHaveBeenTakenStaysWhereItIs(FailureKind kind) {
        firstFails(kind);

        Generation ended = studio.finish(wish().build());

        assertThat(ended.state()).isEqualTo(GenerationState.FAILED);
        assertThat(firstAsked).hasValue(1);
        assertThat(studio.vendor.accepted).isEmpty();
        assertThat(studio.spent()).isZero();
    }

    @Test
    void whoNamesAModelWantsThatOne() {
        firstFails(FailureKind.CREDENTIALS);
        StartCommand.Builder named = wish().imageModel(ScriptedVendor.MODEL);

        assertThat(studio.finish(named.build()).state()).isEqualTo(GenerationState.FAILED);
        assertThat(studio.finish(wish().fallback(Fallback.NONE).build()).state())
                .isEqualTo(GenerationState.FAILED);
        assertThat(studio.vendor.accepted).isEmpty();
        assertThat(studio.finish(named.fallback(Fallback.AUTO).build()).state()).isEqualTo(GenerationState.COMPLETED);
    }

    @Test
    void nobodyIsAskedWhoCannotDoItOrCostsMore() {
        ModelId dear = new ModelId("dear/one");
        SecondVendor.join(studio.atelier.store(), new ProviderId("the-dear"), dear, SecondVendor.CAN, Credits.of(8), 1);
        firstFails(FailureKind.CREDENTIALS);

        // Only the first one has 16:9.
        assertThat(studio.finish(wish().aspectRatio("16:9").build()).state()).isEqualTo(GenerationState.FAILED);
        // The second has no quality called high.
        assertThat(studio.finish(wish().quality("high").build()).state()).isEqualTo(GenerationState.FAILED);
        assertThat(studio.vendor.accepted).isEmpty();
        Generation plain = studio.finish(wish().build());
        assertThat(plain.tasks().get(0).round())
                .extracting(Attempt::provider)
                .containsExactly(ScriptedVendor.IMAGE, SecondVendor.ID);
    }

    @Test
    void theAdminsChainIsWalkedRungByRungAndEachOnce() {
        ProviderId third = new ProviderId("third");
        ModelId thirdModel = new ModelId("third/one");
        SecondVendor.join(studio.atelier.store(), third, thirdModel, SecondVendor.CAN, Credits.of(7), 9);
        List<Rung> rungs = List.of(
                new Rung(third, thirdModel),
                new Rung(ScriptedVendor.IMAGE, ScriptedVendor.MODEL),
                new Rung(SecondVendor.ID, SecondVendor.MODEL));
        assertThat(studio.atelier.store().chains().put(new Chain(ModelCategory.TEXT_TO_IMAGE, rungs, 1)))
                .isTrue();
        studio.vendor.onSubmit = order -> {
            if (order.model().equals(SecondVendor.MODEL)) {
                return studio.vendor.accept(order);
            }
            throw new ProviderFailure(ScriptedVendor.IMAGE, FailureKind.UNAVAILABLE, "down");
        };

        Generation made = studio.finish(wish().build());

        assertThat(attempts(made))
                .extracting(Attempt::provider)
                .containsExactly(ScriptedVendor.IMAGE, third, SecondVendor.ID);
        assertThat(made.creditsCharged()).isEqualTo(SecondVendor.PRICE.amount());
    }

    @Test
    void aShortWaitIsWaitedForAndALongOneIsNot() {
        AtomicInteger times = new AtomicInteger();
        studio.vendor.onSubmit = order -> {
            if (times.getAndIncrement() == 0) {
                throw limited(Duration.ofMillis(20));
            }
            return studio.vendor.accept(order);
        };
        assertThat(studio.finish(wish().build()).tasks().get(0).attempts()).hasSize(1);

        firstFails(limited(Duration.ofMinutes(2)));
        assertThat(attempts(studio.finish(wish().build())))
                .extracting(Attempt::provider)
                .containsExactly(ScriptedVendor.IMAGE, SecondVendor.ID);
    }

    private static ProviderFailure limited(Duration wait) {
        return new ProviderFailure(ScriptedVendor.IMAGE, FailureKind.RATE_LIMITED, "busy", wait, null);
    }

    @Test
    void whenAllHaveRefusedNothingIsCharged() {
        studio.vendor.onSubmit = order -> {
            throw new ProviderFailure(ScriptedVendor.IMAGE, FailureKind.CREDENTIALS, "no");
        };
        Generation ended = studio.finish(wish().build());
        assertThat(ended.state()).isEqualTo(GenerationState.FAILED);
        assertThat(attempts(ended)).hasSize(2).allMatch(attempt -> attempt.failure() != null);
        assertThat(studio.spent()).isZero();
        assertThat(studio.available()).isEqualTo(1_000);
    }
}
