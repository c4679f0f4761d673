package dev.atelier.providers.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.LlmRequest.ContentPart;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.spi.LlmProvider;
import java.time.Duration;

/** OpenAI as a writer. */
final class OpenAiLlmProvider implements LlmProvider {
    private final OpenAiApi api;

    OpenAiLlmProvider(OpenAiApi api) {
        this.api = api;
    }

    @Override
    public ProviderId id() {
        return api.id();
    }

    @Override
    public String displayName() {
        return api.displayName();
    }

    @Override
    public Duration callTimeout() {
        return api.callTimeout();
    }

    @Override
    public TextAnswer chatCompletion(LlmRequest request) {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        for (ContentPart part : request.user()) {
            if (part instanceof ContentPart.Image image) {
                parts.add(api.picture(image.image()));
            } else {
                parts.add(OpenAiApi.text(((ContentPart.Text) part).text()));
            }
        }
        String model = request.model() == null ? api.model() : request.model().value();
        return api.complete(model, request.systemPrompt(), parts, request.maxTokens());
    }
}
