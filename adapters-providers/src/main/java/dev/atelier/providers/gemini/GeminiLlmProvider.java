package dev.atelier.providers.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.LlmRequest.ContentPart;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.spi.LlmProvider;
import java.time.Duration;

/** Gemini as a writer. */
final class GeminiLlmProvider implements LlmProvider {
    private final GeminiApi api;

    GeminiLlmProvider(GeminiApi api) {
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
                parts.add(GeminiApi.text(((ContentPart.Text) part).text()));
            }
        }
        String model = request.model() == null ? api.model() : request.model().value();
        return api.generate(model, request.systemPrompt(), parts, request.maxTokens());
    }
}
