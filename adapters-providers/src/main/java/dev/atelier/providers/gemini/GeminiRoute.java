package dev.atelier.providers.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.ModelId;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.Options;

/**
 * By which of Google's four routes a model is used. The row's option {@code route} says so, and where it does not, the table of prefixes
 * in {@code models.json}: nothing else in this package looks at a model's name for that.
 */
enum GeminiRoute {
    GENERATE("generateContent"),
    PREDICT("predict"),
    LONG_RUNNING("predictLongRunning"),
    INTERACTIONS("interactions");

    static final JsonNode BOOK = Json.resource(GeminiRoute.class, "/dev/atelier/providers/gemini/models.json");

    private final String word;

    GeminiRoute(String word) {
        this.word = word;
    }

    static GeminiRoute of(ModelId model, Options options) {
        String wish = options.text("route", "");
        for (GeminiRoute route : values()) {
            if (route.is(wish)) {
                return route;
            }
        }
        for (JsonNode line : BOOK.path("routes")) {
            if (model.value().startsWith(line.path("prefix").asText())) {
                return of(line.path("route").asText());
            }
        }
        return GENERATE;
    }

    boolean is(String name) {
        return word.equals(name);
    }

    private static GeminiRoute of(String word) {
        for (GeminiRoute route : values()) {
            if (route.is(word)) {
                return route;
            }
        }
        throw new IllegalStateException("models.json names no route " + word);
    }
}
