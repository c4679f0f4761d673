package dev.atelier.providers.compatible;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.providers.dialect.Manners;
import dev.atelier.providers.dialect.OpenAiErrors;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.http.Options;
import dev.atelier.providers.text.TextPrices;
import org.jspecify.annotations.Nullable;

/** A server of which nothing is known but its address. */
final class CompatibleManners implements Manners {
    private final Options options;
    private final TextPrices prices;

    CompatibleManners(Options options, TextPrices prices) {
        this.options = options;
        this.prices = prices;
    }

    @Override
    public String address() {
        return "";
    }

    @Override
    public String prefix() {
        String path = options.text("apiPath", "v1");
        return path.matches("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+){0,5}") ? path + "/" : "";
    }

    @Override
    public boolean needsKey() {
        return false;
    }

    /** Such servers often cannot fetch an address, or know none of the internet. */
    @Override
    public boolean takesAddresses() {
        return options.text("pictures", "inline").equals("url");
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
        return new VendorCost(
                null, null, Json.count(usage.path("input_tokens")), Json.count(usage.path("output_tokens")));
    }
}
