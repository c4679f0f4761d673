package dev.atelier.providers.anthropic;

import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.LlmRequest.ContentPart;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.spi.VisionProvider;
import java.time.Duration;
import java.util.List;

/** Claude as a describer of pictures. */
final class AnthropicVisionProvider implements VisionProvider {
    /** Room for a long description and for the thoughts before it, which count too. */
    private static final int DEFAULT_MAX_TOKENS = 4_096;

    private final AnthropicApi api;

    AnthropicVisionProvider(AnthropicApi api) {
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
        // Pictures go in front of the words about them, as the vendor advises.
        return api.ask(
                new LlmRequest(
                        "", List.of(new ContentPart.Image(image), new ContentPart.Text(prompt)), null, maxTokens),
                null);
    }
}
