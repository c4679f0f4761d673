package dev.atelier.providers.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.providers.dialect.Manners;
import dev.atelier.providers.dialect.OpenAiErrors;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.text.TextPrices;
import org.jspecify.annotations.Nullable;

/** OpenAI itself. */
final class OpenAiManners implements Manners {
    private final TextPrices prices;

    OpenAiManners(TextPrices prices) {
        this.prices = prices;
    }

    @Override
    public String address() {
        return "https://api.openai.com";
    }

    @Override
    public ProviderFailure failure(ProviderId id, JsonAnswer answer, Loss loss) {
        return OpenAiErrors.failure(id, answer, loss);
    }

    @Override
    public VendorCost textCost(String model, @Nullable Long inputTokens, @Nullable Long outputTokens, JsonNode usage) {
        return prices.of(model, inputTokens, outputTokens);
    }

    @Override
    public VendorCost pictureCost(String model, JsonNode usage) {
        return OpenAiModels.cost(model, usage);
    }

    @Override
    public VendorCost speechCost(String model, int characters) {
        return OpenAiModels.speechCost(model, characters);
    }

    @Override
    public String detail() {
        return "high";
    }

    @Override
    public String maxTokensField() {
        return "max_completion_tokens";
    }
}
