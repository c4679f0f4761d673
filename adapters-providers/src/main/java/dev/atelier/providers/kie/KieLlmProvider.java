package dev.atelier.providers.kie;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.LlmRequest.ContentPart;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.providers.http.Deadline;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.http.Options;
import dev.atelier.providers.text.ChatCompletion;
import dev.atelier.providers.text.ChatStream;
import dev.atelier.providers.text.TextPrices;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** kie's language models behind OpenAI-like routes, one route a model. */
final class KieLlmProvider implements LlmProvider {
    private static final JsonNode ROUTES =
            Json.resource(KieLlmProvider.class, "/dev/atelier/providers/kie/chat-routes.json");
    private static final int DEFAULT_TIMEOUT_SECONDS = 120;
    private static final String JSON_ONLY = "\n\nAnswer with one JSON object and nothing else, without a code fence.";

    private final ProviderSettings settings;
    private final KieApi api;
    private final KieUploads uploads;
    private final Options options;
    private final TextPrices prices;

    KieLlmProvider(ProviderSettings settings, GuardedHttp http, Clock clock) {
        this.settings = settings;
        this.api = new KieApi(settings, http, clock);
        this.uploads = new KieUploads(api);
        this.options = Options.of(settings);
        this.prices = new TextPrices("kie", settings, clock);
    }

    @Override
    public ProviderId id() {
        return settings.id();
    }

    @Override
    public String displayName() {
        return settings.displayName();
    }

    @Override
    public Duration callTimeout() {
        return options.callTimeout(DEFAULT_TIMEOUT_SECONDS);
    }

    @Override
    public TextAnswer chatCompletion(LlmRequest request) {
        Deadline deadline = Deadline.in(callTimeout());
        ObjectNode body = body(request, deadline).put("stream", false);
        JsonAnswer answer = api.post(route(model(request)), body, Loss.ANSWER_ONLY, deadline.left());
        return answer(request, good(request, answer).json());
    }

    @Override
    public TextAnswer stream(LlmRequest request, Consumer<String> words) {
        Deadline deadline = Deadline.in(callTimeout());
        ObjectNode body = body(request, deadline).put("stream", true);
        ChatStream stream = new ChatStream(words);
        JsonAnswer answer = api.stream(route(model(request)), body, deadline.left(), chunk -> {
            if (chunk.has("error") || chunk.has("code")) {
                throw api.refused(new JsonAnswer(200, chunk, null), Loss.ANSWER_ONLY, confidential(request));
            }
            stream.take(chunk);
        });
        if (answer.json().isMissingNode() && answer.ok()) {
            return answer(request, stream.whole(id()));
        }
        // Refusals come as one plain body; so may a whole answer.
        TextAnswer whole = answer(request, good(request, answer).json());
        words.accept(whole.text());
        return whole;
    }

    /** Two envelopes of failure, one of them with HTTP 200: only choices are success. */
    private JsonAnswer good(LlmRequest request, JsonAnswer answer) {
        if (!answer.ok() || !answer.json().path("choices").isArray()) {
            throw api.refused(answer, Loss.ANSWER_ONLY, confidential(request));
        }
        return answer;
    }

    private TextAnswer answer(LlmRequest request, JsonNode json) {
        String model = model(request);
        ChatCompletion chat = ChatCompletion.read(id(), json);
        return new TextAnswer(
                chat.text(), chat.model().isBlank() ? model : chat.model(), cost(model, chat, json), chat.end());
    }

    private String model(LlmRequest request) {
        return (request.model() == null ? settings.model() : request.model()).value();
    }

    /** The model stands in the path; the option {@code chatPath} overrides it, with {@code {model}} in its place. */
    private String route(String model) {
        String known = ROUTES.path("routes")
                .path(model)
                .asText(ROUTES.path("otherwise").asText());
        String route = options.text("chatPath", "").isEmpty() ? known : options.text("chatPath", "");
        return route.replace("{model}", model).replaceAll("^/+", "");
    }

    private ObjectNode body(LlmRequest request, Deadline deadline) {
        ObjectNode body = Json.object();
        ArrayNode messages = body.putArray("messages");
        // It has JSON by a given schema only.
        String system = request.json() ? (request.systemPrompt() + JSON_ONLY).strip() : request.systemPrompt();
        if (!system.isBlank()) {
            messages.addObject().put("role", "system").putArray("content").add(text(system));
        }
        for (LlmRequest.Turn turn : request.turns()) {
            boolean user = turn.speaker() == LlmRequest.Speaker.USER;
            ArrayNode content = messages.addObject()
                    .put("role", user ? "user" : "assistant")
                    .putArray("content");
            for (ContentPart part : turn.parts()) {
                content.add(part(part, deadline));
            }
        }
        body.put("include_thoughts", false);
        String effort = options.text("reasoningEffort", "low");
        if (!effort.isEmpty()) {
            body.put("reasoning_effort", effort);
        }
        // No limit of tokens, no temperature, no stop words: kie's schema has no field for them, and refuses some that
        // it
        // does not know.
        return body;
    }

    private ObjectNode part(ContentPart part, Deadline deadline) {
        if (part instanceof ContentPart.Image image) {
            String url = uploads.addresses(List.of(image.image()), deadline).get(0);
            ObjectNode node = Json.object().put("type", "image_url");
            node.putObject("image_url").put("url", url);
            return node;
        }
        return text(((ContentPart.Text) part).text());
    }

    private static ObjectNode text(String text) {
        return Json.object().put("type", "text").put("text", text);
    }

    private VendorCost cost(String model, ChatCompletion chat, JsonNode json) {
        VendorCost listed = prices.of(model, chat.inputTokens(), chat.outputTokens());
        Long told = KieCost.micros(json.path("credits_consumed"));
        return new VendorCost(told == null ? listed.micros() : told, null, listed.inputTokens(), listed.outputTokens());
    }

    private static List<String> confidential(LlmRequest request) {
        List<String> texts = new ArrayList<>(List.of(request.systemPrompt()));
        for (LlmRequest.Turn turn : request.turns()) {
            for (ContentPart part : turn.parts()) {
                if (part instanceof ContentPart.Text text) {
                    texts.add(text.text());
                }
            }
        }
        return texts;
    }
}
