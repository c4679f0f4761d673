package dev.atelier.core.generation;

import java.util.function.Function;

/** What a wish would cost, or why it would not be taken on whatever it costs. */
public sealed interface EstimateResult {
    record Priced(Estimate estimate) implements EstimateResult {}

    record Refused(Refusal refusal) implements EstimateResult {}

    default <R> R fold(Function<? super Estimate, ? extends R> priced, Function<? super Refusal, ? extends R> refused) {
        if (this instanceof Priced known) {
            return priced.apply(known.estimate());
        }
        return refused.apply(((Refused) this).refusal());
    }
}
