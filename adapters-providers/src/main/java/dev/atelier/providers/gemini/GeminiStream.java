package dev.atelier.providers.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.text.ToldWords;
import java.util.function.Consumer;

/**
 * An answer of {@code streamGenerateContent}: tells the words on, and puts together what {@code generateContent} would have said.
 * Not thread-safe; made for one answer.
 */
final class GeminiStream {
    private final ToldWords words;
    private final ObjectNode whole = Json.object();
    private final ObjectNode candidate = whole.putArray("candidates").addObject();

    GeminiStream(Consumer<String> words) {
        this.words = new ToldWords(words);
    }

    void take(JsonNode chunk) {
        JsonNode part = chunk.path("candidates").path(0);
        words.add(GeminiAnswer.text(part));
        keep(part, "finishReason", candidate);
        keep(chunk, "promptFeedback", whole);
        keep(chunk, "usageMetadata", whole);
        keep(chunk, "modelVersion", whole);
    }

    private static void keep(JsonNode from, String field, ObjectNode into) {
        if (from.hasNonNull(field)) {
            into.set(field, from.get(field));
        }
    }

    /** @throws ProviderFailure if the chunks ended before the answer did */
    JsonNode whole(ProviderId id) {
        if (!candidate.has("finishReason") && !whole.has("promptFeedback")) {
            throw new ProviderFailure(id, FailureKind.UNAVAILABLE, id + ": the answer broke off");
        }
        candidate.putObject("content").putArray("parts").addObject().put("text", words.text());
        return whole;
    }
}
