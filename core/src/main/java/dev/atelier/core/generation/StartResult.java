package dev.atelier.core.generation;

import java.util.function.Function;

/** Whether work was taken on. */
public sealed interface StartResult {
    /** Stored, its price held, its first step queued. */
    record Accepted(Generation generation) implements StartResult {}

    record Refused(Refusal refusal) implements StartResult {}

    default <R> R fold(
            Function<? super Generation, ? extends R> accepted, Function<? super Refusal, ? extends R> refused) {
        if (this instanceof Accepted taken) {
            return accepted.apply(taken.generation());
        }
        return refused.apply(((Refused) this).refusal());
    }
}
