package dev.atelier.core.text;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.LlmTrial;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.generation.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request for a text, with all that is known of how it was answered. Immutable.
 *
 * <p>{@code PENDING} until the chain is asked, {@code PROCESSING} from then on, and at the end {@code COMPLETED} or {@code FAILED}.
 * One that was found {@code PROCESSING} is never asked again: nobody can know what became of the paid call.
 *
 * @param hold what its price is held by
 * @param trials every call to the LLM chain, oldest first; stored with the end
 * @param output null unless COMPLETED
 * @param failure null unless FAILED
 * @param deadlineAt when it is ended whatever happens
 * @param version raised by one with every change
 */
public record TextGeneration(
        GenerationId id,
        OrgId org,
        UserId user,
        TextBrief brief,
        Terms terms,
        HoldId hold,
        GenerationState state,
        List<LlmTrial> trials,
        @Nullable TextOutput output,
        @Nullable TaskFailure failure,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        Instant deadlineAt,
        long version) {
    public TextGeneration {
        trials = List.copyOf(trials);
    }

    /** Credits charged: the price, once the answer is stored. */
    public long creditsCharged() {
        return state == GenerationState.COMPLETED ? terms.unitPrice().amount() : 0;
    }

    /** Credits still set aside. */
    public long creditsHeld() {
        return state.terminal() ? 0 : terms.unitPrice().amount();
    }

    /** What vendors said that their calls cost us, in millionths of a US dollar. */
    public long costMicros() {
        return trials.stream()
                .map(trial -> trial.cost().micros())
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
    }

    /** How long it took; empty until it ended. */
    public Optional<Duration> took() {
        return completedAt == null ? Optional.empty() : Optional.of(Duration.between(createdAt, completedAt));
    }

    /** The chain is about to be asked. */
    TextGeneration started(Instant now) {
        return next(GenerationState.PROCESSING, trials, null, null, now, null);
    }

    TextGeneration answered(TextOutput answer, List<LlmTrial> tried, Instant now) {
        return next(GenerationState.COMPLETED, tried, answer, null, startedAt, now);
    }

    TextGeneration failed(TaskFailure why, List<LlmTrial> tried, Instant now) {
        return next(GenerationState.FAILED, tried, null, why, startedAt, now);
    }

    private TextGeneration next(
            GenerationState newState,
            List<LlmTrial> newTrials,
            @Nullable TextOutput newOutput,
            @Nullable TaskFailure newFailure,
            @Nullable Instant newStartedAt,
            @Nullable Instant newCompletedAt) {
        return new TextGeneration(
                id,
                org,
                user,
                brief,
                terms,
                hold,
                newState,
                newTrials,
                newOutput,
                newFailure,
                createdAt,
                newStartedAt,
                newCompletedAt,
                deadlineAt,
                version + 1);
    }

    @Override
    public String toString() {
        return "TextGeneration[" + id + ", " + state + ", version " + version + "]";
    }
}
