package dev.atelier.core.catalogue;

import java.util.List;

/**
 * What a model can do; values outside of it are refused before money moves.
 *
 * @param aspectRatios allowed ratios, the default first; empty if the model has none to choose
 * @param qualities allowed qualities, the default first; empty if the model has none to choose
 * @param maxImages most pictures in one generation, 1 or more
 * @param maxInputImages most product pictures, 0 or more
 * @param minInputImages fewest product pictures; 1 for models that only edit
 * @param maxPromptLength most characters of one final prompt
 * @param mask true if a mask can say which part of the first product picture is painted anew
 * @param seed true if a seed makes the result repeatable
 */
public record Capabilities(
        List<String> aspectRatios,
        List<String> qualities,
        int maxImages,
        int minInputImages,
        int maxInputImages,
        int maxPromptLength,
        boolean mask,
        boolean seed) {
    public Capabilities {
        aspectRatios = List.copyOf(aspectRatios);
        qualities = List.copyOf(qualities);
    }
}
