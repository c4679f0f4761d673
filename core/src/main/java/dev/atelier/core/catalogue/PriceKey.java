package dev.atelier.core.catalogue;

import dev.atelier.core.provider.ModelId;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a line of the price book is for. A new line with the same key takes the place of the old one.
 *
 * @param operation null for both without a line of their own
 * @param quality null for every quality without a line of its own
 * @param aspectRatio null for every ratio without a line of its own
 */
public record PriceKey(
        ModelId model,
        @Nullable Operation operation,
        @Nullable String quality,
        @Nullable String aspectRatio,
        PriceUnit unit) {
    /** By model, quality, operation, ratio and unit; what is for any comes first. */
    public static final Comparator<PriceKey> ORDER = Comparator.<PriceKey, String>comparing(
                    key -> key.model().value())
            .thenComparing(PriceKey::quality, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(PriceKey::operation, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(PriceKey::aspectRatio, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(PriceKey::unit);

    /** One picture of any ratio, made either way. */
    public static PriceKey picture(ModelId model, @Nullable String quality) {
        return new PriceKey(model, null, quality, null, PriceUnit.PICTURE);
    }

    /** One film, recording or answer of any quality. */
    public static PriceKey call(ModelId model) {
        return new PriceKey(model, null, null, null, PriceUnit.CALL);
    }

    /** True if this line may price such work at all. */
    boolean fits(PriceQuery query) {
        return (operation == null || operation == query.operation())
                && (quality == null || quality.equals(query.quality()))
                && (aspectRatio == null || aspectRatio.equals(query.aspectRatio()));
    }

    /** How closely it fits: the quality weighs most, then the operation, then the ratio. */
    int closeness() {
        return (quality == null ? 0 : 4) + (operation == null ? 0 : 2) + (aspectRatio == null ? 0 : 1);
    }
}
