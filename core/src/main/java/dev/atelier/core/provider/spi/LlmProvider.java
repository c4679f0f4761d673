package dev.atelier.core.provider.spi;

import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextAnswer;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One vendor account that writes text. Each implementation passes {@code LlmProviderContract}.
 *
 * <p>Thread-safe. A call blocks for {@link #callTimeout()} at most, never retries, and costs money.
 */
public interface LlmProvider {
    ProviderId id();

    String displayName();

    Duration callTimeout();

    /**
     * Asks the model once.
     *
     * @throws dev.atelier.core.provider.ProviderFailure if no usable text came back
     */
    TextAnswer chatCompletion(LlmRequest request);

    /**
     * Asks the model once, and tells the words as they come. Together the pieces are the text of the answer. An adapter whose
     * vendor cannot stream tells the whole text at once.
     *
     * @param words called on the caller's thread, with one character or more; must not throw
     * @throws dev.atelier.core.provider.ProviderFailure if no usable text came back, also when some of it was told already
     */
    default TextAnswer stream(LlmRequest request, Consumer<String> words) {
        TextAnswer answer = chatCompletion(request);
        words.accept(answer.text());
        return answer;
    }
}
