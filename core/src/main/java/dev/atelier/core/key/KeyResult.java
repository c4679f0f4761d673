package dev.atelier.core.key;

import java.util.function.Function;

/** What became of a wish to keep, change or delete a key. */
public sealed interface KeyResult {
    /**
     * It was done.
     *
     * @param before as it was; of a new key the key itself
     * @param after as it is; of a deleted key as it was
     */
    record Done(ProviderKey before, ProviderKey after) implements KeyResult {}

    record Refused(KeyRefusal why) implements KeyResult {}

    default <R> R fold(Function<? super Done, ? extends R> done, Function<? super KeyRefusal, ? extends R> refused) {
        if (this instanceof Done kept) {
            return done.apply(kept);
        }
        return refused.apply(((Refused) this).why());
    }
}
