package dev.atelier.app.openai;

import dev.atelier.app.http.Problem;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a call for pictures asks for; what the model can do is checked later.
 *
 * @param model null for the active one
 * @param size as sent; null for the model's default, {@code quality} likewise
 * @param links true if the answer shall have links to the pictures instead of their bytes
 */
record ImageWish(
        String prompt,
        @Nullable String model,
        int count,
        @Nullable String size,
        @Nullable String quality,
        @Nullable Long seed,
        boolean links,
        boolean stream) {
    private static final int MOST = 64;

    /** @throws Problem 400 for the first field that is wrong */
    static ImageWish read(Fields fields) {
        String prompt = fields.text("prompt");
        if (prompt == null || prompt.isBlank()) {
            throw Problem.malformed("/prompt", "missing_required_parameter", "prompt is missing.");
        }
        Long count = fields.integer("n");
        if (count != null && (count < 1 || count > MOST)) {
            throw Problem.malformed("/n", "invalid_value", "n must be 1 or more; the model says how many it makes.");
        }
        String format = fields.text("response_format");
        if (format != null && !List.of("b64_json", "url").contains(format)) {
            throw Problem.malformed("/response_format", "invalid_value", "response_format is b64_json or url.");
        }
        if ("transparent".equals(fields.text("background"))) {
            throw Problem.malformed(
                    "/background",
                    "unsupported_value",
                    "No model here makes transparent backgrounds; leave background out or send auto or opaque.");
        }
        return new ImageWish(
                prompt,
                fields.text("model"),
                count == null ? 1 : count.intValue(),
                given(fields.text("size")),
                given(fields.text("quality")),
                fields.integer("seed"),
                "url".equals(format),
                fields.flag("stream"));
    }

    private static @Nullable String given(@Nullable String word) {
        return word == null || word.isBlank() || word.equalsIgnoreCase("auto") ? null : word.toLowerCase(Locale.ROOT);
    }

    /** Leaves the prompt out. */
    @Override
    public String toString() {
        return "ImageWish[" + count + " images]";
    }
}
