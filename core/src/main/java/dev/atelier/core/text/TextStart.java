package dev.atelier.core.text;

import dev.atelier.core.generation.Refusal;
import java.util.function.Function;

/** Whether a text was taken on. */
public sealed interface TextStart {
    /** Stored, its price held; nobody was asked yet. */
    record Accepted(TextGeneration generation) implements TextStart {}

    record Refused(Refusal refusal) implements TextStart {}

    default <R> R fold(
            Function<? super TextGeneration, ? extends R> accepted, Function<? super Refusal, ? extends R> refused) {
        if (this instanceof Accepted taken) {
            return accepted.apply(taken.generation());
        }
        return refused.apply(((Refused) this).refusal());
    }
}
