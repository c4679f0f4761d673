package dev.atelier.providers.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.providers.dialect.ModelList;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** OpenRouter's list, which tells what goes into a model, what comes out, and what that costs. */
final class OpenRouterModels {
    private static final int MOST = 5_000;

    private OpenRouterModels() {}

    static List<ListedModel> read(JsonNode data) {
        List<ListedModel> models = new ArrayList<>();
        for (JsonNode node : data) {
            Set<ModelCategory> categories = categories(node.path("architecture"));
            if (!categories.isEmpty() && models.size() < MOST) {
                ModelList.id(node)
                        .ifPresent(
                                id -> models.add(new ListedModel(id, name(node, id.value()), categories, facts(node))));
            }
        }
        return models;
    }

    private static Set<ModelCategory> categories(JsonNode architecture) {
        Set<String> in = words(architecture.path("input_modalities"));
        Set<String> out = words(architecture.path("output_modalities"));
        Set<ModelCategory> categories = EnumSet.noneOf(ModelCategory.class);
        if (out.contains("text") && in.contains("text")) {
            categories.add(ModelCategory.TEXT);
            if (in.contains("image")) {
                categories.add(ModelCategory.VISION);
            }
        }
        if (out.contains("image")) {
            categories.add(ModelCategory.TEXT_TO_IMAGE);
            if (in.contains("image")) {
                categories.add(ModelCategory.IMAGE_TO_IMAGE);
            }
        }
        return categories;
    }

    private static Set<String> words(JsonNode array) {
        Set<String> words = new HashSet<>();
        array.forEach(word -> words.add(word.asText("")));
        return words;
    }

    private static String name(JsonNode node, String otherwise) {
        String name = node.path("name").asText("").strip();
        return name.isEmpty() || name.length() > 120 ? otherwise : name;
    }

    private static Map<String, String> facts(JsonNode node) {
        Map<String, String> facts = new TreeMap<>();
        ModelList.created(node).ifPresent(day -> facts.put("createdAt", day));
        if (node.path("context_length").isIntegralNumber()) {
            facts.put("contextTokens", node.path("context_length").asText());
        }
        String ends = node.path("expiration_date").asText("");
        if (ends.matches("\\d{4}-\\d{2}-\\d{2}.{0,20}")) {
            facts.put("endsOn", ends.substring(0, 10));
        }
        price(node, "prompt", "inputUsdPerMillion", facts);
        price(node, "completion", "outputUsdPerMillion", facts);
        // Said to be for a picture, but the numbers are for a token.
        price(node, "image_output", "imageOutputUsdPerMillion", facts);
        return facts;
    }

    /** Prices are texts of dollars a token; a router that chooses the model tells -1. */
    private static void price(JsonNode node, String field, String fact, Map<String, String> facts) {
        String text = node.path("pricing").path(field).asText("");
        if (text.matches("\\d{1,6}(\\.\\d{1,15})?")) {
            BigDecimal million = new BigDecimal(text).movePointRight(6).stripTrailingZeros();
            facts.put(fact, million.signum() == 0 ? "0" : million.toPlainString());
        }
    }
}
