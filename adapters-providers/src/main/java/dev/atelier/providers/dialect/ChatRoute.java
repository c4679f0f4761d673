package dev.atelier.providers.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.LlmRequest.ContentPart;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.JsonCall;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.text.ChatCompletion;
import dev.atelier.providers.text.ChatStream;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The route {@code chat/completions}, for words and pictures in and words out. */
final class ChatRoute {
    private static final int DEFAULT_TIMEOUT_SECONDS = 120;

    private final OpenAiServer server;

    ChatRoute(OpenAiServer server) {
        this.server = server;
    }

    OpenAiServer server() {
        return server;
    }

    Duration callTimeout() {
        return server.options().callTimeout(DEFAULT_TIMEOUT_SECONDS);
    }

    private static ObjectNode text(String text) {
        return Json.object().put("type", "text").put("text", text);
    }

    private ObjectNode picture(PictureInput picture) {
        ObjectNode part =
                PictureParts.part(server.id(), picture, server.manners().takesAddresses());
        // Without a detail some models take the picture at full size, at a cost to match.
        String detail = server.options().text("detail", server.manners().detail());
        if (!detail.isEmpty()) {
            ((ObjectNode) part.path("image_url")).put("detail", detail);
        }
        return part;
    }

    /** @param words is told the answer as it comes; null to have it at once */
    TextAnswer complete(LlmRequest request, @Nullable Consumer<String> words) {
        String model =
                request.model() == null ? server.model() : request.model().value();
        ObjectNode body = body(model, request);
        JsonNode json = words == null ? server.send(call(body)) : streamed(body, words);
        ChatCompletion chat = ChatCompletion.read(server.id(), json);
        return new TextAnswer(
                chat.text(),
                chat.model().isBlank() ? model : chat.model(),
                server.manners().textCost(model, chat.inputTokens(), chat.outputTokens(), json.path("usage")),
                chat.end());
    }

    private ObjectNode body(String model, LlmRequest request) {
        ObjectNode body = Json.object().put("model", model);
        ArrayNode messages = body.putArray("messages");
        if (!request.systemPrompt().isBlank()) {
            messages.addObject().put("role", "system").put("content", request.systemPrompt());
        }
        for (LlmRequest.Turn turn : request.turns()) {
            message(messages.addObject(), turn);
        }
        // Newer servers know the limit as max_completion_tokens, older ones as max_tokens.
        body.put(server.options().text("maxTokensField", server.manners().maxTokensField()), request.maxTokens());
        if (request.temperature() != null) {
            body.put("temperature", request.temperature());
        }
        if (!request.stop().isEmpty()) {
            request.stop().forEach(body.putArray("stop")::add);
        }
        if (request.json()) {
            body.putObject("response_format").put("type", "json_object");
        }
        return body;
    }

    private void message(ObjectNode message, LlmRequest.Turn turn) {
        if (turn.speaker() == LlmRequest.Speaker.ASSISTANT) {
            message.put("role", "assistant").put("content", turn.text());
            return;
        }
        ArrayNode parts = message.put("role", "user").putArray("content");
        for (ContentPart part : turn.parts()) {
            parts.add(
                    part instanceof ContentPart.Image image
                            ? picture(image.image())
                            : text(((ContentPart.Text) part).text()));
        }
    }

    private JsonNode streamed(ObjectNode body, Consumer<String> words) {
        body.put("stream", true).putObject("stream_options").put("include_usage", true);
        ChatStream stream = new ChatStream(words);
        JsonAnswer answer = server.good(
                server.http().stream(call(body), chunk -> {
                    server.good(new JsonAnswer(200, chunk, null), Loss.ANSWER_ONLY);
                    stream.take(chunk);
                }),
                Loss.ANSWER_ONLY);
        if (answer.json().isMissingNode()) {
            return stream.whole(server.id());
        }
        // A server that does not stream has answered at once.
        words.accept(ChatCompletion.read(server.id(), answer.json()).text());
        return answer.json();
    }

    private JsonCall call(ObjectNode body) {
        return server.post("chat/completions", body, Loss.ANSWER_ONLY, callTimeout());
    }
}
