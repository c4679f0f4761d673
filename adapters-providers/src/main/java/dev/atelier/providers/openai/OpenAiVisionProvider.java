package dev.atelier.providers.openai;

import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.LlmRequest.ContentPart;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.spi.VisionProvider;
import java.time.Duration;
import java.util.List;

/** OpenAI as a describer of pictures. */
final class OpenAiVisionProvider implements VisionProvider {
    /** Room for a long description and for the thoughts before it, which count too. */
    private static final int DEFAULT_MAX_TOKENS = 4_096;

    private final OpenAiApi api;

    OpenAiVisionProvider(OpenAiApi api) {
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
    public TextAnswer analyzeImage(PictureInput image, String prompt) {
        int maxTokens = api.options().number("maxTokens", 1, 65_536, DEFAULT_MAX_TOKENS);
        return api.complete(
                new LlmRequest(
                        "", List.of(new ContentPart.Text(prompt), new ContentPart.Image(image)), null, maxTokens),
                null);
    }
}
