package dev.atelier.app.openai;

import dev.atelier.app.http.Problem;
import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.ModelSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Size and quality as clients of OpenAI's API say them, in the ratios and qualities of one of our models.
 *
 * @param aspectRatio null for the model's default; {@code quality} likewise
 */
record Shape(@Nullable String aspectRatio, @Nullable String quality) {
    /** How far the model's nearest ratio may be from the wanted one. */
    private static final double MOST_OFF = Math.log(1.15);

    private static final Pattern PIXELS = Pattern.compile("([1-9][0-9]{1,4})x([1-9][0-9]{1,4})");
    private static final Pattern RATIO = Pattern.compile("([0-9]{1,3}):([0-9]{1,3})");
    private static final Pattern THOUSANDS = Pattern.compile("([0-9.]{1,3})[kK]");

    /** Words for about the same, the best match first. */
    private static final Map<String, List<String>> ALIKE = Map.of(
            "low", List.of("draft", "fast", "basic", "0.5k", "1k"),
            "medium", List.of("standard", "normal", "basic", "2k", "1k"),
            "standard", List.of("medium", "normal", "basic", "1k", "2k"),
            "high", List.of("hd", "best", "4k", "2k"),
            "hd", List.of("high", "best", "4k", "2k"));

    /**
     * @param size {@code 1536x1024} or one of the model's ratios
     * @throws Problem 400 with what the model can do, if it can do nothing like that
     */
    static Shape of(ModelSpec model, @Nullable String size, @Nullable String quality) {
        Capabilities can = model.capabilities();
        String ratio = size == null ? null : ratio(model, size);
        String wanted = quality == null ? (size == null ? null : byPixels(can, size)) : quality(model, quality);
        return new Shape(ratio, wanted);
    }

    private static String ratio(ModelSpec model, String size) {
        List<String> ratios = model.capabilities().aspectRatios();
        if (ratios.contains(size)) {
            return size;
        }
        Matcher pixels = PIXELS.matcher(size);
        String best = null;
        if (pixels.matches()) {
            double wanted = Double.parseDouble(pixels.group(1)) / Double.parseDouble(pixels.group(2));
            double least = MOST_OFF;
            for (String ratio : ratios) {
                Matcher parts = RATIO.matcher(ratio);
                if (parts.matches()) {
                    double off = Math.abs(
                            Math.log(wanted * Double.parseDouble(parts.group(2)) / Double.parseDouble(parts.group(1))));
                    if (off <= least) {
                        least = off;
                        best = ratio;
                    }
                }
            }
        }
        if (best == null) {
            throw unsupported("size", size, model, ratios, "sizes near the ratios ");
        }
        return best;
    }

    private static String quality(ModelSpec model, String wanted) {
        List<String> qualities = model.capabilities().qualities();
        return find(qualities, wanted)
                .or(() -> ALIKE.getOrDefault(wanted, List.of()).stream()
                        .flatMap(word -> find(qualities, word).stream())
                        .findFirst())
                .orElseThrow(() -> unsupported("quality", wanted, model, qualities, ""));
    }

    private static Optional<String> find(List<String> words, String wanted) {
        return words.stream().filter(word -> word.equalsIgnoreCase(wanted)).findFirst();
    }

    /** For models whose qualities are 1K, 2K, 4K: the one nearest to the longer side. */
    private static @Nullable String byPixels(Capabilities can, String size) {
        Matcher pixels = PIXELS.matcher(size);
        if (!pixels.matches()) {
            return null;
        }
        double side = Math.max(Double.parseDouble(pixels.group(1)), Double.parseDouble(pixels.group(2))) / 1024;
        String best = null;
        double least = Double.MAX_VALUE;
        for (String quality : can.qualities()) {
            Matcher thousands = THOUSANDS.matcher(quality);
            if (thousands.matches()) {
                double off = Math.abs(Math.log(side / Double.parseDouble(thousands.group(1))));
                if (off < least) {
                    least = off;
                    best = quality;
                }
            }
        }
        return best;
    }

    private static Problem unsupported(String field, String sent, ModelSpec model, List<String> can, String how) {
        String shown = sent.length() > 40 ? sent.substring(0, 40) + "…" : sent;
        String detail = model.id() + " has no " + field + " like '" + shown + "'; it takes "
                + (can.isEmpty() ? "" : how + String.join(", ", can) + " or ") + "auto.";
        return Problem.malformed("/" + field, "unsupported_value", detail);
    }
}
