package dev.atelier.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.core.generation.Attempt;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.ImageBrief;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.InputImage;
import dev.atelier.core.generation.OutputFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a picture was made, in JSON: enough to make it again. */
final class Recipes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Recipes() {}

    /** The recipe of one picture. */
    static String recipe(Generation generation, ImageTask task, OutputFile picture) {
        ImageBrief brief = generation.brief();
        Map<String, @Nullable Object> recipe = new LinkedHashMap<>();
        recipe.put("generation", generation.id().toString());
        recipe.put("task", task.id().toString());
        recipe.put("index", task.index());
        recipe.put("brief", brief.prompt());
        recipe.put("prompt", task.prompt());
        recipe.put("model", brief.model().toString());
        recipe.put(
                "provider",
                task.attempt().map(Attempt::provider).map(Object::toString).orElse(null));
        recipe.put("llm", llm(generation));
        Long seed = brief.seed();
        recipe.put("seed", seed == null ? null : seed + task.index());
        recipe.put("aspectRatio", brief.aspectRatio());
        recipe.put("quality", brief.quality());
        recipe.put("references", hashes(brief.references()));
        recipe.put("products", hashes(brief.products()));
        recipe.put("mask", brief.mask() == null ? null : brief.mask().info().sha256());
        recipe.put("promptVersion", generation.terms().promptVersion());
        recipe.put("picture", picture(picture));
        recipe.put("credits", generation.terms().unitPrice().amount());
        recipe.put(
                "vendorMicroUsd",
                task.attempt().map(attempt -> attempt.cost().micros()).orElse(null));
        recipe.put("createdAt", generation.createdAt().toString());
        return write(recipe);
    }

    /** What the whole command did. */
    static String summary(Generation done, List<ResultFiles.Saved> saved, Cost cost) {
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        summary.put("generation", done.id().toString());
        summary.put("state", done.state().name().toLowerCase(Locale.ROOT));
        summary.put(
                "pictures",
                saved.stream()
                        .map(one -> Map.of(
                                "index", one.task().index(),
                                "file", one.file().toString(),
                                "recipe", one.recipe().toString(),
                                "sha256", one.picture().info().sha256()))
                        .toList());
        summary.put("cost", cost);
        return write(summary);
    }

    private static @Nullable String llm(Generation generation) {
        return generation.trials().stream()
                .filter(trial -> trial.failure() == null)
                .map(trial -> trial.provider() + (trial.model() == null ? "" : "/" + trial.model()))
                .reduce((first, last) -> last)
                .orElse(null);
    }

    private static List<String> hashes(List<InputImage> inputs) {
        return inputs.stream().map(input -> input.info().sha256()).toList();
    }

    private static Map<String, Object> picture(OutputFile picture) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("mediaType", picture.info().format().mediaType());
        shown.put("widthPx", picture.info().widthPx());
        shown.put("heightPx", picture.info().heightPx());
        shown.put("sizeBytes", picture.info().sizeBytes());
        shown.put("sha256", picture.info().sha256());
        return shown;
    }

    private static String write(Object value) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own values are JSON", e);
        }
    }
}
