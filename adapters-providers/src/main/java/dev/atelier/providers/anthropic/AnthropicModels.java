package dev.atelier.providers.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.provider.ModelId;
import dev.atelier.providers.http.Json;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A line of Anthropic's list of models. */
final class AnthropicModels {
    private AnthropicModels() {}

    /** @return empty if the line names no model */
    static Optional<ListedModel> read(JsonNode line) {
        String id = line.path("id").asText("");
        if (!id.matches("[A-Za-z0-9._:/@-]{1,120}")) {
            return Optional.empty();
        }
        Map<String, String> facts = new TreeMap<>();
        Long context = Json.count(line.path("max_input_tokens"));
        if (context != null) {
            facts.put("contextTokens", context.toString());
        }
        String day = line.path("created_at").asText("");
        if (day.matches("\\d{4}-\\d\\d-\\d\\d.{0,30}")) {
            facts.put("createdAt", day);
        }
        String name = line.path("display_name").asText("").strip();
        return Optional.of(new ListedModel(
                new ModelId(id),
                name.isEmpty() || name.length() > 120 ? id : name,
                categories(line.path("capabilities")),
                facts));
    }

    /** All write; whether they see is told, and older lines that tell nothing are of models that do. */
    private static Set<ModelCategory> categories(JsonNode capabilities) {
        boolean sees = capabilities.path("image_input").path("supported").asBoolean(true);
        return sees ? EnumSet.of(ModelCategory.TEXT, ModelCategory.VISION) : EnumSet.of(ModelCategory.TEXT);
    }
}
