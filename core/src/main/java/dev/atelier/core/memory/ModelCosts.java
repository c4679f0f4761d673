package dev.atelier.core.memory;

import dev.atelier.core.generation.AttemptState;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.LlmTrial;
import dev.atelier.core.text.TextGeneration;
import dev.atelier.core.usage.ModelCost;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares what was expected of vendors with what they told. */
final class ModelCosts {
    private static final ModelCost RUN = new ModelCost(1, 0, 0, 0, 0, 0, 0);

    private ModelCosts() {}

    static ModelCost of(Generation generation) {
        long expected = generation.terms().expectedCostMicros();
        return generation.tasks().stream()
                .flatMap(task -> task.attempts().stream())
                .filter(attempt -> attempt.state() == AttemptState.SUCCEEDED || attempt.state() == AttemptState.FAILED)
                .map(attempt -> piece(
                        attempt.state() == AttemptState.SUCCEEDED,
                        expected,
                        attempt.cost().micros()))
                .reduce(RUN, ModelCost::plus);
    }

    static ModelCost of(TextGeneration text) {
        if (!text.state().terminal()) {
            return RUN;
        }
        boolean arrived = text.state() == GenerationState.COMPLETED;
        return RUN.plus(piece(arrived, text.terms().expectedCostMicros(), told(text.trials())));
    }

    private static @Nullable Long told(List<LlmTrial> trials) {
        List<Long> told = trials.stream()
                .map(trial -> trial.cost().micros())
                .filter(Objects::nonNull)
                .toList();
        return told.isEmpty() ? null : told.stream().mapToLong(Long::longValue).sum();
    }

    private static ModelCost piece(boolean arrived, long expected, @Nullable Long told) {
        if (!arrived) {
            return new ModelCost(0, 0, 0, 0, 0, 0, told == null ? 0 : told);
        }
        return told == null ? new ModelCost(0, 1, 0, 0, 0, expected, 0) : new ModelCost(0, 1, 1, expected, told, 0, 0);
    }
}
