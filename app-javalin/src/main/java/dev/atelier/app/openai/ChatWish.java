package dev.atelier.app.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.http.Problem;
import dev.atelier.core.text.ChatRole;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a chat completions call asks for. What only some models know and nobody misses is passed over; what would change the answer and
 * cannot be done is refused.
 *
 * @param maxTokens null if it is not said
 * @param usage true if a stream is to end with the count of tokens
 */
record ChatWish(
        String model,
        List<Message> messages,
        @Nullable Integer maxTokens,
        @Nullable Double temperature,
        List<String> stop,
        boolean json,
        boolean stream,
        boolean usage) {

    record Message(ChatRole role, List<Part> parts) {}

    /**
     * Either words or the address of a picture.
     *
     * @param pointer where it stands
     */
    record Part(
            String pointer, @Nullable String text, @Nullable String url) {}

    /** @throws Problem 400 if something of it is wrong, or cannot be done */
    static ChatWish read(JsonNode tree) {
        ChatFields body = ChatFields.of(tree);
        refuse(body, "tools", "Tools are not offered here.");
        refuse(body, "functions", "Functions are not offered here.");
        refuse(body, "audio", "Spoken answers are not offered here.");
        for (JsonNode word : tree.path("modalities")) {
            if (!word.asText().equals("text")) {
                throw unsupported("/modalities", "Answers are text only.");
            }
        }
        if (body.flag(tree, "logprobs")) {
            throw unsupported("/logprobs", "Log probabilities are not offered here.");
        }
        Long n = body.integer("n");
        if (n != null && n != 1) {
            throw unsupported("/n", "One answer a call; ask again for another.");
        }
        String model = body.text("model");
        Long most = body.integer("max_completion_tokens");
        Long older = body.integer("max_tokens");
        return new ChatWish(
                model == null ? "atelier" : model,
                messages(tree.path("messages")),
                tokens(most == null ? older : most),
                body.number("temperature"),
                stop(tree.path("stop")),
                json(tree.path("response_format")),
                body.flag(tree, "stream"),
                body.flag(tree.path("stream_options"), "include_usage"));
    }

    private static @Nullable Integer tokens(@Nullable Long most) {
        return most == null ? null : (int) Math.max(0, Math.min(Integer.MAX_VALUE, most));
    }

    private static void refuse(ChatFields body, String field, String why) {
        JsonNode value = body.raw(field);
        if (!value.isMissingNode() && !(value.isArray() && value.isEmpty())) {
            throw unsupported("/" + field, why);
        }
    }

    private static Problem unsupported(String pointer, String why) {
        return Problem.malformed(pointer, "unsupported_parameter", why);
    }

    private static Problem wrong(String pointer, String why) {
        return Problem.malformed(pointer, "invalid_value", why);
    }

    private static boolean json(JsonNode format) {
        String type = format.path("type").asText("text");
        if (type.equals("json_schema")) {
            throw unsupported(
                    "/response_format",
                    "json_schema is not offered here; json_object is, with the form told in words.");
        }
        if (!type.equals("text") && !type.equals("json_object")) {
            throw wrong("/response_format", "response_format.type must be text or json_object.");
        }
        return type.equals("json_object");
    }

    private static List<String> stop(JsonNode stop) {
        if (stop.isMissingNode() || stop.isNull()) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        for (JsonNode word : stop.isArray() ? stop : List.of(stop)) {
            words.add(ChatFields.sound("/stop", word));
        }
        if (words.stream().anyMatch(String::isEmpty)) {
            throw wrong("/stop", "A stop word may not be empty.");
        }
        return words;
    }

    private static List<Message> messages(JsonNode sent) {
        if (!sent.isArray() || sent.isEmpty()) {
            throw Problem.malformed(
                    "/messages", "missing_required_parameter", "messages must be a list of one or more.");
        }
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            String pointer = "/messages/" + i;
            messages.add(new Message(role(pointer, sent.get(i)), parts(pointer, sent.get(i))));
        }
        return messages;
    }

    private static ChatRole role(String pointer, JsonNode message) {
        return switch (message.path("role").asText("")) {
            case "system", "developer" -> ChatRole.SYSTEM;
            case "user" -> ChatRole.USER;
            case "assistant" -> ChatRole.ASSISTANT;
            case "tool", "function" -> throw unsupported(pointer + "/role", "Tools are not offered here.");
            default -> throw wrong(pointer + "/role", "role must be system, developer, user or assistant.");
        };
    }

    private static List<Part> parts(String pointer, JsonNode message) {
        JsonNode content = message.path("content");
        if (message.hasNonNull("tool_calls")) {
            throw unsupported(pointer + "/tool_calls", "Tools are not offered here.");
        }
        if (content.isTextual()) {
            return List.of(new Part(pointer + "/content", ChatFields.sound(pointer + "/content", content), null));
        }
        if (!content.isArray() || content.isEmpty()) {
            throw wrong(pointer + "/content", "content must be a text, or a list of parts.");
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < content.size(); i++) {
            parts.add(part(pointer + "/content/" + i, content.get(i)));
        }
        return parts;
    }

    private static Part part(String pointer, JsonNode part) {
        return switch (part.path("type").asText("")) {
            case "text" -> new Part(pointer, ChatFields.sound(pointer + "/text", part.path("text")), null);
            case "refusal" -> new Part(pointer, ChatFields.sound(pointer + "/refusal", part.path("refusal")), null);
            case "image_url" ->
                new Part(
                        pointer + "/image_url",
                        null,
                        ChatFields.sound(
                                pointer + "/image_url", part.path("image_url").path("url")));
            case "input_audio", "file" -> throw unsupported(pointer + "/type", "Parts are text and image_url here.");
            default -> throw wrong(pointer + "/type", "type must be text or image_url.");
        };
    }

    /** Leaves the words out. */
    @Override
    public String toString() {
        return "ChatWish[" + model + ", " + messages.size() + " messages]";
    }
}
