package dev.atelier.providers.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.provider.ModelId;
import dev.atelier.providers.http.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The list of a server's models, which tells hardly more than their names. */
public final class ModelList {
    private static final int MOST = 5_000;

    private ModelList() {}

    /** @param categories what a model is for; null leaves it out */
    public static List<ListedModel> read(JsonNode data, Function<String, @Nullable Set<ModelCategory>> categories) {
        List<ListedModel> models = new ArrayList<>();
        for (JsonNode node : data) {
            @Nullable Set<ModelCategory> are = categories.apply(node.path("id").asText(""));
            if (are != null && models.size() < MOST) {
                id(node).ifPresent(id -> models.add(new ListedModel(id, id.value(), are, facts(node))));
            }
        }
        return models;
    }

    /** The model's name; empty if it is none that an order could hold. */
    public static Optional<ModelId> id(JsonNode node) {
        try {
            return Optional.of(new ModelId(node.path("id").asText("")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> facts(JsonNode node) {
        Map<String, String> facts = new TreeMap<>();
        created(node).ifPresent(day -> facts.put("createdAt", day));
        String ends = node.path("shutdown_date").asText("");
        if (ends.matches("\\d{4}-\\d{2}-\\d{2}")) {
            facts.put("endsOn", ends);
        }
        return facts;
    }

    /** When it was made, as text; empty if the list does not say. */
    public static Optional<String> created(JsonNode node) {
        Long seconds = Json.count(node.path("created"));
        return seconds == null || seconds == 0 || seconds > 99_999_999_999L
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(seconds).toString());
    }
}
