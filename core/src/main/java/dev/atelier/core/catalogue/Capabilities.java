package dev.atelier.core.catalogue;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model can do; values outside of it are refused before money moves. Begin with {@link #prompts} and say what is more:
 * {@code Capabilities.prompts(4_000).ratios("1:1", "16:9").upTo(8).inputs(0, 4).withSeed()}.
 *
 * @param aspectRatios allowed ratios, the default first; empty if the model has none to choose
 * @param qualities allowed qualities, the default first; empty if the model has none to choose
 * @param seconds allowed lengths of a film, the default first; empty if the model has none to choose
 * @param voices who may speak, the default first; empty if the model has none to choose
 * @param maxImages most results in one generation, 1 or more
 * @param minInputImages fewest product pictures; 1 for models that only edit
 * @param maxInputImages most product pictures, 0 or more
 * @param maxPromptLength most characters of one final prompt
 * @param mask true if a mask can say which part of the first product picture is painted anew
 * @param seed true if a seed makes the result repeatable
 */
public record Capabilities(
        List<String> aspectRatios,
        List<String> qualities,
        List<Integer> seconds,
        List<String> voices,
        int maxImages,
        int minInputImages,
        int maxInputImages,
        int maxPromptLength,
        boolean mask,
        boolean seed) {
    /** What is stored of an older model may lack the lists that came later. */
    public Capabilities(
            List<String> aspectRatios,
            List<String> qualities,
            @Nullable List<Integer> seconds,
            @Nullable List<String> voices,
            int maxImages,
            int minInputImages,
            int maxInputImages,
            int maxPromptLength,
            boolean mask,
            boolean seed) {
        this.aspectRatios = List.copyOf(aspectRatios);
        this.qualities = List.copyOf(qualities);
        this.seconds = seconds == null ? List.of() : List.copyOf(seconds);
        this.voices = voices == null ? List.of() : List.copyOf(voices);
        this.maxImages = maxImages;
        this.minInputImages = minInputImages;
        this.maxInputImages = maxInputImages;
        this.maxPromptLength = maxPromptLength;
        this.mask = mask;
        this.seed = seed;
    }

    /** A model that takes a prompt of so many characters and gives one result, with nothing to choose. */
    public static Capabilities prompts(int maxLength) {
        return new Capabilities(List.of(), List.of(), List.of(), List.of(), 1, 0, 0, maxLength, false, false);
    }

    public Capabilities ratios(List<String> allowed) {
        return copy(allowed, qualities, seconds, voices, maxImages, minInputImages, maxInputImages, mask, seed);
    }

    public Capabilities ratios(String... allowed) {
        return ratios(List.of(allowed));
    }

    public Capabilities qualities(List<String> allowed) {
        return copy(aspectRatios, allowed, seconds, voices, maxImages, minInputImages, maxInputImages, mask, seed);
    }

    public Capabilities qualities(String... allowed) {
        return qualities(List.of(allowed));
    }

    public Capabilities seconds(Integer... allowed) {
        List<Integer> all = Arrays.asList(allowed);
        return copy(aspectRatios, qualities, all, voices, maxImages, minInputImages, maxInputImages, mask, seed);
    }

    public Capabilities voices(String... allowed) {
        List<String> all = Arrays.asList(allowed);
        return copy(aspectRatios, qualities, seconds, all, maxImages, minInputImages, maxInputImages, mask, seed);
    }

    /** So many results in one generation. */
    public Capabilities upTo(int most) {
        return copy(aspectRatios, qualities, seconds, voices, most, minInputImages, maxInputImages, mask, seed);
    }

    /** So many pictures to work from. */
    public Capabilities inputs(int fewest, int most) {
        return copy(aspectRatios, qualities, seconds, voices, maxImages, fewest, most, mask, seed);
    }

    public Capabilities withMask() {
        return copy(aspectRatios, qualities, seconds, voices, maxImages, minInputImages, maxInputImages, true, seed);
    }

    public Capabilities withSeed() {
        return copy(aspectRatios, qualities, seconds, voices, maxImages, minInputImages, maxInputImages, mask, true);
    }

    private Capabilities copy(
            List<String> ratios,
            List<String> words,
            List<Integer> lengths,
            List<String> speakers,
            int most,
            int fewestInputs,
            int mostInputs,
            boolean masks,
            boolean seeds) {
        return new Capabilities(
                ratios, words, lengths, speakers, most, fewestInputs, mostInputs, maxPromptLength, masks, seeds);
    }
}
