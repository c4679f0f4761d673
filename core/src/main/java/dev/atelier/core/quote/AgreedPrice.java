package dev.atelier.core.quote;

import dev.atelier.core.catalogue.Price;
import dev.atelier.core.generation.Refusal;
import java.util.function.Function;

/** The price of one piece of the work that a run is taken on for, or why it is not. */
public sealed interface AgreedPrice {
    record Agreed(Price price) implements AgreedPrice {}

    record Refused(Refusal refusal) implements AgreedPrice {}

    default <R> R fold(Function<? super Price, ? extends R> agreed, Function<? super Refusal, ? extends R> refused) {
        if (this instanceof Agreed known) {
            return agreed.apply(known.price());
        }
        return refused.apply(((Refused) this).refusal());
    }
}
