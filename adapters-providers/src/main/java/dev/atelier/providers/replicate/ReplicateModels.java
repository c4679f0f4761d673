package dev.atelier.providers.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The models of Replicate's own collections for pictures. The list of all its public models is no help: it has tens of thousands and
 * does not say what they are for.
 */
final class ReplicateModels {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final Map<String, ModelCategory> COLLECTIONS = Map.of(
            "text-to-image", ModelCategory.TEXT_TO_IMAGE,
            "image-editing", ModelCategory.IMAGE_TO_IMAGE);

    private final ReplicateApi api;

    ReplicateModels(ReplicateApi api) {
        this.api = api;
    }

    List<ListedModel> all() {
        Map<String, Set<ModelCategory>> found = new LinkedHashMap<>();
        COLLECTIONS.forEach((slug, category) -> {
            JsonAnswer answer = api.get("v1/collections/" + slug, TIMEOUT);
            // Collections come and go; without one there is nothing to list of it.
            if (answer.status() != 404) {
                read(api.accepted(answer, Loss.ANSWER_ONLY, List.of()).path("models"), category, found);
            }
        });
        return found.entrySet().stream()
                .map(model -> new ListedModel(new ModelId(model.getKey()), model.getKey(), model.getValue(), Map.of()))
                .toList();
    }

    private void read(JsonNode models, ModelCategory category, Map<String, Set<ModelCategory>> found) {
        if (!models.isArray()) {
            throw new ProviderFailure(
                    api.id(), FailureKind.UNAVAILABLE, api.id() + ": the answer holds no list of models");
        }
        for (JsonNode model : models) {
            String name =
                    model.path("owner").asText("") + "/" + model.path("name").asText("");
            if (ReplicateModel.isOfficialName(name)) {
                found.computeIfAbsent(name, any -> EnumSet.noneOf(ModelCategory.class))
                        .add(category);
            }
        }
    }
}
