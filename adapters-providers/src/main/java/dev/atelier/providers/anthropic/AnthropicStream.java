package dev.atelier.providers.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.text.ToldWords;
import java.util.function.Consumer;

/**
 * A message that comes in events: tells the words on, and puts together what would have come at once. Events that carry no words,
 * such as {@code ping} and thoughts, are passed over, as the vendor asks for. Not thread-safe; made for one answer.
 */
final class AnthropicStream {
    private final ToldWords words;
    private final ObjectNode whole = Json.object();
    private final ObjectNode usage = whole.putObject("usage");

    AnthropicStream(Consumer<String> words) {
        this.words = new ToldWords(words);
    }

    void take(JsonNode event) {
        switch (event.path("type").asText("")) {
            case "message_start" -> {
                keep(event.path("message"), "model", whole);
                count(event.path("message").path("usage"));
            }
            // A block may bring its first words with it.
            case "content_block_start" -> add(event.path("content_block"), "text");
            case "content_block_delta" -> add(event.path("delta"), "text_delta");
            case "message_delta" -> {
                keep(event.path("delta"), "stop_reason", whole);
                keep(event.path("delta"), "stop_details", whole);
                count(event.path("usage"));
            }
            default -> {}
        }
    }

    private void add(JsonNode part, String type) {
        if (part.path("type").asText("").equals(type)) {
            words.add(part.path("text").asText(""));
        }
    }

    /** Counts grow from event to event; the last one told is the sum. */
    private void count(JsonNode told) {
        told.properties().stream()
                .filter(field -> !field.getValue().isNull())
                .forEach(field -> usage.set(field.getKey(), field.getValue()));
    }

    private static void keep(JsonNode from, String field, ObjectNode into) {
        if (from.hasNonNull(field)) {
            into.set(field, from.get(field));
        }
    }

    /** @throws ProviderFailure if the events ended before the message did */
    JsonNode whole(ProviderId id) {
        if (!whole.has("stop_reason")) {
            throw new ProviderFailure(id, FailureKind.UNAVAILABLE, id + ": the answer broke off");
        }
        whole.putArray("content").addObject().put("type", "text").put("text", words.text());
        return whole;
    }
}
