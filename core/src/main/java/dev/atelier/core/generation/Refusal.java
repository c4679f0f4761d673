package dev.atelier.core.generation;

import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.key.ProviderKey;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.shared.FieldError;
import dev.atelier.core.token.SpendRoom;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why work was not taken on. Nothing was charged, held or written.
 *
 * @param detail one sentence for people
 * @param errors the fields that are wrong, if fields are
 * @param room what the access token has left, if it may not spend as much
 */
public record Refusal(
        Code code,
        String detail,
        List<FieldError> errors,
        @Nullable SpendRoom room) {
    public Refusal {
        errors = List.copyOf(errors);
    }

    public Refusal(Code code, String detail, List<FieldError> errors) {
        this(code, detail, errors, null);
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
        /** The org has no quote of that id. */
        NO_QUOTE,
        /** The quote has expired or was used. */
        QUOTE_OVER,
        NOT_ENOUGH_CREDITS,
        /** The access token may not spend as much. */
        TOKEN_SPEND_LIMIT,
        /** The caller's own key for the vendor may not cost as much. */
        KEY_SPEND_CAP,
        /** The generation still runs. */
        STILL_RUNNING,
        /** The generation has no picture that failed. */
        NOTHING_TO_RETRY
    }

    public static Refusal noPrice(ModelId model, @Nullable String quality) {
        return of(
                Code.NO_PRICE,
                "The price book has no price for " + model + (quality == null ? "" : " at quality " + quality) + ".");
    }

    /** Names the replacement if there is one. */
    public static Refusal retired(ModelSpec model) {
        return of(
                Code.MODEL_RETIRED,
                "Model " + model.id() + " was switched off by its vendor"
                        + (model.replacement() == null ? "." : "; use " + model.replacement() + "."));
    }

    /** @param expectedMicros what the work is expected to cost at the vendor; 0 if nobody can say */
    public static Refusal keySpendCap(ProviderKey key, long expectedMicros) {
        String name = "the key \"" + key.terms().name() + "\" (…" + key.hint() + ")";
        return of(
                Code.KEY_SPEND_CAP,
                expectedMicros == 0
                        ? "The spend cap of " + name + " for " + key.adapter() + " is reached."
                        : "This is expected to cost " + dollars(expectedMicros) + " at " + key.adapter() + "; " + name
                                + " has " + dollars(key.leftMicros()) + " left of its spend cap.");
    }

    private static String dollars(long micros) {
        BigDecimal exact = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
        return "$" + (exact.scale() < 2 ? exact.setScale(2) : exact).toPlainString();
    }

    /** @param wanted credits that the work needs */
    public static Refusal tokenSpendLimit(Credits wanted, SpendRoom room) {
        return new Refusal(
                Code.TOKEN_SPEND_LIMIT,
                "This needs " + wanted + " credits; the access token may spend " + room.left() + " more of its "
                        + room.limit()
                        + (room.renewsAt() == null ? "." : " before " + room.renewsAt() + "."),
                List.of(),
                room);
    }

    public static Refusal of(Code code, String detail) {
        return new Refusal(code, detail, List.of());
    }
}
