package dev.atelier.providers.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ModelId;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Options;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The models that Google lists: those of the families Gemini, Imagen and Veo that are of use here. */
final class GeminiModelList {
    private static final List<String> FAMILIES = List.of("gemini", "imagen", "veo");
    private static final Options NO_OPTIONS = new Options(Map.of());
    private static final int MAX_PAGES = 20;

    private final GoogleApi api;

    GeminiModelList(GoogleApi api) {
        this.api = api;
    }

    List<ListedModel> all() {
        List<ListedModel> models = new ArrayList<>();
        String page = "";
        for (int i = 0; i < MAX_PAGES; i++) {
            JsonNode answer = page(page);
            for (JsonNode line : answer.path("models")) {
                model(line).forEach(models::add);
            }
            page = answer.path("nextPageToken").asText("");
            if (page.isBlank()) {
                return models;
            }
        }
        throw api.failure(FailureKind.UNAVAILABLE, "the list of models does not end");
    }

    private JsonNode page(String token) {
        Map<String, String> query =
                token.isEmpty() ? Map.of("pageSize", "1000") : Map.of("pageSize", "1000", "pageToken", token);
        JsonAnswer answer = api.look("models", query);
        if (!answer.ok()) {
            throw api.refusal(answer);
        }
        if (!answer.json().path("models").isArray()) {
            throw api.failure(FailureKind.UNAVAILABLE, "the answer holds no list of models");
        }
        return answer.json();
    }

    private static Stream<ListedModel> model(JsonNode line) {
        String id = line.path("name").asText("").replaceFirst("^models/", "");
        if (!id.matches("[a-z0-9][a-z0-9._-]{0,99}") || FAMILIES.stream().noneMatch(id::startsWith)) {
            return Stream.empty();
        }
        Set<ModelCategory> categories = categories(id, line.path("supportedGenerationMethods"));
        if (categories.isEmpty()) {
            return Stream.empty();
        }
        Map<String, String> facts = new HashMap<>();
        Long context = Json.count(line.path("inputTokenLimit"));
        if (context != null) {
            facts.put("contextTokens", context.toString());
        }
        String name = line.path("displayName").asText("").strip();
        return Stream.of(
                new ListedModel(new ModelId(id), name.isEmpty() || name.length() > 120 ? id : name, categories, facts));
    }

    private static Set<ModelCategory> categories(String id, JsonNode methods) {
        GeminiRoute route = GeminiRoute.of(new ModelId(id), NO_OPTIONS);
        for (JsonNode kind : GeminiRoute.BOOK.path("kinds")) {
            boolean fits = route.is(kind.path("route").asText(""))
                    || (kind.has("part") && id.contains(kind.path("part").asText()))
                    || (kind.has("method") && holds(methods, kind.path("method").asText()));
            if (fits) {
                EnumSet<ModelCategory> found = EnumSet.noneOf(ModelCategory.class);
                kind.path("categories").forEach(word -> found.add(ModelCategory.valueOf(word.asText())));
                return found;
            }
        }
        return Set.of();
    }

    private static boolean holds(JsonNode methods, String method) {
        for (JsonNode word : methods) {
            if (word.asText().equals(method)) {
                return true;
            }
        }
        return false;
    }
}
