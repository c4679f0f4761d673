package dev.atelier.providers.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.providers.http.Json;
import java.util.function.Consumer;

/**
 * The answer of a chat completions route that comes in chunks: tells the words on, and puts together what would have come at once.
 * Not thread-safe; made for one answer.
 */
public final class ChatStream {
    private final ToldWords words;
    private final ObjectNode whole = Json.object();
    private final ObjectNode choice = whole.putArray("choices").addObject();
    private final ObjectNode message = choice.putObject("message");

    public ChatStream(Consumer<String> words) {
        this.words = new ToldWords(words);
    }

    /** Takes the next chunk in; parts that are told once, such as usage, are kept. */
    public void take(JsonNode chunk) {
        JsonNode part = chunk.path("choices").path(0);
        words.add(part.path("delta").path("content").asText(""));
        keep(part.path("delta"), "refusal", message);
        keep(part, "finish_reason", choice);
        keep(chunk, "model", whole);
        keep(chunk, "usage", whole);
        keep(chunk, "credits_consumed", whole);
    }

    private static void keep(JsonNode from, String field, ObjectNode into) {
        if (from.hasNonNull(field)) {
            into.set(field, from.get(field));
        }
    }

    /**
     * The answer as it would have come at once; call it when the chunks have ended.
     *
     * @throws ProviderFailure if they ended before the answer did
     */
    public JsonNode whole(ProviderId provider) {
        if (!choice.has("finish_reason")) {
            throw new ProviderFailure(provider, FailureKind.UNAVAILABLE, provider + ": the answer broke off");
        }
        message.put("content", words.text());
        return whole;
    }
}
