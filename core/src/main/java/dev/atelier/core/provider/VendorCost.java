package dev.atelier.core.provider;

import org.jspecify.annotations.Nullable;

/**
 * What the vendor says that its work took and cost us. Every part may be missing.
 *
 * @param micros millionths of a US dollar
 * @param seconds the vendor's own time
 * @param inputTokens tokens read; {@code outputTokens} tokens written
 */
public record VendorCost(
        @Nullable Long micros,
        @Nullable Double seconds,
        @Nullable Long inputTokens,
        @Nullable Long outputTokens) {
    public static final VendorCost UNTOLD = new VendorCost(null, null, null, null);

    public static VendorCost ofMicros(long micros) {
        return new VendorCost(micros, null, null, null);
    }

    public static VendorCost ofTokens(long input, long output) {
        return new VendorCost(null, null, input, output);
    }
}
