package dev.atelier.providers.dialect;

import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.LlmRequest.ContentPart;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.spi.VisionProvider;
import java.time.Duration;
import java.util.List;

/** A describer of pictures by chat completions. Options: those of the writer, {@code detail}, {@code maxTokens}. */
public final class ChatVisionProvider implements VisionProvider {
    /** Room for a long description and for the thoughts before it, which count too. */
    private static final int DEFAULT_MAX_TOKENS = 4_096;

    private final ChatRoute chat;

    public ChatVisionProvider(OpenAiServer server) {
        this.chat = new ChatRoute(server);
    }

    @Override
    public ProviderId id() {
        return chat.server().id();
    }

    @Override
    public String displayName() {
        return chat.server().displayName();
    }

    @Override
    public Duration callTimeout() {
        return chat.callTimeout();
    }

    @Override
    public TextAnswer analyzeImage(PictureInput image, String prompt) {
        int maxTokens = chat.server().options().number("maxTokens", 1, 65_536, DEFAULT_MAX_TOKENS);
        return chat.complete(
                new LlmRequest(
                        "", List.of(new ContentPart.Text(prompt), new ContentPart.Image(image)), null, maxTokens),
                null);
    }
}
