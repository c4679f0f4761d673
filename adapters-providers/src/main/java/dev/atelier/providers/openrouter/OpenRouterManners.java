package dev.atelier.providers.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.providers.dialect.Manners;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.http.Options;
import java.math.BigDecimal;
import java.math.RoundingMode;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** OpenRouter tells in dollars what each answer cost. */
final class OpenRouterManners implements Manners {
    private static final BigDecimal MOST_DOLLARS = BigDecimal.valueOf(10_000);

    @Override
    public String address() {
        return "https://openrouter.ai/api";
    }

    /** Who asks, for OpenRouter's own statistics; nothing unless an admin wants it. */
    @Override
    public Headers headers(Options options) {
        Headers.Builder headers = new Headers.Builder();
        header("HTTP-Referer", options.text("appUrl", ""), headers);
        header("X-OpenRouter-Title", options.text("appTitle", ""), headers);
        return headers.build();
    }

    private static void header(String name, String value, Headers.Builder headers) {
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= ' ' && c < 127)) {
            headers.set(name, value);
        }
    }

    @Override
    public ProviderFailure failure(ProviderId id, JsonAnswer answer, Loss loss) {
        return OpenRouterErrors.failure(id, answer, loss);
    }

    @Override
    public VendorCost textCost(String model, @Nullable Long inputTokens, @Nullable Long outputTokens, JsonNode usage) {
        return new VendorCost(micros(usage.path("cost")), null, inputTokens, outputTokens);
    }

    @Override
    public VendorCost pictureCost(String model, JsonNode usage) {
        return textCost(
                model, Json.count(usage.path("prompt_tokens")), Json.count(usage.path("completion_tokens")), usage);
    }

    @Override
    public String detail() {
        return "high";
    }

    /** Millionths of a dollar, rounded up; null if the node tells no cost. */
    private static @Nullable Long micros(JsonNode dollars) {
        if (!dollars.isNumber()) {
            return null;
        }
        BigDecimal cost = dollars.decimalValue();
        return cost.signum() < 0 || cost.compareTo(MOST_DOLLARS) > 0
                ? null
                : cost.movePointRight(6).setScale(0, RoundingMode.CEILING).longValue();
    }
}
