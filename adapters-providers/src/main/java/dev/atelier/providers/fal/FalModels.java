package dev.atelier.providers.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ModelId;
import dev.atelier.providers.http.Deadline;
import dev.atelier.providers.http.Loss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The models that fal offers: more than a thousand, of which those are asked for that make pictures and films. */
final class FalModels {
    private static final Duration TIMEOUT = Duration.ofSeconds(40);
    private static final int MOST_PAGES = 8;

    private static final Map<String, ModelCategory> CATEGORIES = Map.of(
            "text-to-image", ModelCategory.TEXT_TO_IMAGE,
            "image-to-image", ModelCategory.IMAGE_TO_IMAGE,
            "text-to-video", ModelCategory.TEXT_TO_VIDEO,
            "image-to-video", ModelCategory.IMAGE_TO_VIDEO);

    private final FalApi api;

    FalModels(FalApi api) {
        this.api = api;
    }

    List<ListedModel> all() {
        Deadline deadline = Deadline.in(TIMEOUT);
        List<ListedModel> models = new ArrayList<>();
        CATEGORIES.forEach((word, category) -> read(word, category, models, deadline));
        return models;
    }

    private void read(String word, ModelCategory category, List<ListedModel> models, Deadline deadline) {
        String cursor = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer = api.accepted(api.models(word, cursor, deadline.left()), Loss.ANSWER_ONLY);
            if (!answer.path("models").isArray()) {
                throw api.failure(FailureKind.UNAVAILABLE, "the answer holds no list of models");
            }
            answer.path("models").forEach(entry -> add(entry, category, models));
            cursor = answer.path("next_cursor").asText("");
            if (cursor.isBlank() || cursor.equals("null")) {
                return;
            }
        }
    }

    private static void add(JsonNode entry, ModelCategory category, List<ListedModel> models) {
        String id = entry.path("endpoint_id").asText("");
        JsonNode metadata = entry.path("metadata");
        if (!FalTask.isModel(id)) {
            return;
        }
        String name = metadata.path("display_name").asText("").strip();
        String updated = metadata.path("updated_at").asText("");
        models.add(new ListedModel(
                new ModelId(id),
                name.isEmpty() || name.length() > 120 ? id : name,
                Set.of(category),
                updated.matches("[0-9T:.Z+-]{10,35}") ? Map.of("updatedAt", updated) : Map.of()));
    }
}
