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
import dev.atelier.providers.text.TextPrices;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** kie's language models behind OpenAI-like routes, one route a model. */
final class KieLlmProvider implements LlmProvider {
    private static final JsonNode ROUTES =
            Json.resource(KieLlmProvider.class, "/dev/atelier/providers/kie/chat-routes.json");
    private static final int DEFAULT_TIMEOUT_SECONDS = 120;

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
        String model = (request.model() == null ? settings.model() : request.model()).value();
        ObjectNode body = body(request, deadline);
        JsonAnswer answer = api.post(route(model), body, Loss.ANSWER_ONLY, deadline.left());
        JsonNode json = answer.json();
        // Two envelopes of failure, one of them with HTTP 200: only choices are success.
        if (!answer.ok() || !json.path("choices").isArray()) {
            throw api.refused(answer, Loss.ANSWER_ONLY, confidential(request));
        }
        ChatCompletion chat = ChatCompletion.read(id(), json);
        return new TextAnswer(chat.text(), chat.model().isBlank() ? model : chat.model(), cost(model, chat, json));
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
        if (!request.systemPrompt().isBlank()) {
            messages.addObject().put("role", "system").putArray("content").add(text(request.systemPrompt()));
        }
        ArrayNode user = messages.addObject().put("role", "user").putArray("content");
        for (ContentPart part : request.user()) {
            user.add(part(part, deadline));
        }
        body.put("stream", false).put("include_thoughts", false);
        String effort = options.text("reasoningEffort", "low");
        if (!effort.isEmpty()) {
            body.put("reasoning_effort", effort);
        }
        // No limit of tokens: kie's schema has no field for it, and refuses some that it does not know.
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
        for (ContentPart part : request.user()) {
            if (part instanceof ContentPart.Text text) {
                texts.add(text.text());
            }
        }
        return texts;
    }
}
