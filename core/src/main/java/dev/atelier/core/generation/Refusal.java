package dev.atelier.core.generation;

import dev.atelier.core.provider.ModelId;
import dev.atelier.core.shared.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why work was not taken on. Nothing was charged, held or written.
 *
 * @param detail one sentence for people
 * @param errors the fields that are wrong, if fields are
 */
public record Refusal(Code code, String detail, List<FieldError> errors) {
    public Refusal {
        errors = List.copyOf(errors);
    }

    /** What kind of refusal it is. */
    public enum Code {
        /** A field is wrong, or the model cannot do what is asked. */
        INVALID,
        /** The vendor has switched the model off. */
        MODEL_RETIRED,
        /** No provider is switched on that could do this. */
        NO_PROVIDER,
        /** The price book has no line for this model and quality. */
        NO_PRICE,
        NOT_ENOUGH_CREDITS,
        /** The generation still runs. */
        STILL_RUNNING,
        /** The generation has no picture that failed. */
        NOTHING_TO_RETRY
    }

    static Refusal noPrice(ModelId model, @Nullable String quality) {
        return of(
                Code.NO_PRICE,
                "The price book has no price for " + model + (quality == null ? "" : " at quality " + quality) + ".");
    }

    public static Refusal of(Code code, String detail) {
        return new Refusal(code, detail, List.of());
    }
}
