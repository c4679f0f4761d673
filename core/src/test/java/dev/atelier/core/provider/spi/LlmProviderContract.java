package dev.atelier.core.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TextAnswer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link LlmProvider} promises. An adapter extends it and scripts its vendor on a local server. */
public abstract class LlmProviderContract extends TextProviderContract {
    /** The provider under test; its call timeout is some seconds at most. The same during one test. */
    protected abstract LlmProvider provider();

    /** The body of the newest request that the vendor read. */
    protected abstract String lastRequestBody();

    @Test
    void systemPromptAndQuestionBothReachTheVendor() {
        vendorAnswers("yes");
        provider().chatCompletion(request());

        assertThat(lastRequestBody()).contains("be brief").contains("one teapot " + PRIVATE);
    }

    @Test
    void itsTextFormHidesItsSecrets() {
        tellsNoSecret(provider().toString());
    }

    private static LlmRequest request() {
        return new LlmRequest("be brief", List.of(new LlmRequest.ContentPart.Text("one teapot " + PRIVATE)), null, 500);
    }

    @Override
    final TextAnswer ask() {
        return provider().chatCompletion(request());
    }

    @Override
    final ProviderId askedId() {
        return provider().id();
    }

    @Override
    final Duration askedTimeout() {
        return provider().callTimeout();
    }

    @Override
    final String askedName() {
        return provider().displayName();
    }
}
