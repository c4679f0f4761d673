package dev.atelier.providers.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.providers.http.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What tokens cost: the list prices of {@code text-prices.json} (US dollars a million tokens, which is micro-dollars a token, with
 * their source and date), or what an admin has set as {@code inputUsdPerMillion} and {@code outputUsdPerMillion}. Thread-safe.
 */
public final class TextPrices {
    private static final JsonNode BOOK = Json.resource(TextPrices.class, "/dev/atelier/providers/text-prices.json")
            .path("prices");

    private final JsonNode prices;
    private final @Nullable Price configured;
    private final Clock clock;

    private record Price(BigDecimal input, BigDecimal output) {
        long micros(long inputTokens, long outputTokens) {
            return input.multiply(BigDecimal.valueOf(inputTokens))
                    .add(output.multiply(BigDecimal.valueOf(outputTokens)))
                    .setScale(0, RoundingMode.CEILING)
                    .longValue();
        }
    }

    public TextPrices(String adapter, ProviderSettings settings, Clock clock) {
        this.prices = BOOK.path(adapter);
        this.configured = configured(settings);
        this.clock = clock;
    }

    /** The tokens and, where the model's price is known, what they cost; rounded up. */
    public VendorCost of(String model, @Nullable Long inputTokens, @Nullable Long outputTokens) {
        if (inputTokens == null || outputTokens == null || inputTokens > 100_000_000 || outputTokens > 100_000_000) {
            return new VendorCost(null, null, inputTokens, outputTokens);
        }
        Price price = configured == null ? listed(model, inputTokens) : configured;
        Long micros = price == null ? null : price.micros(inputTokens, outputTokens);
        return new VendorCost(micros, null, inputTokens, outputTokens);
    }

    private @Nullable Price listed(String model, long inputTokens) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Price price = null;
        // Lines of a model stand in order: a later one takes over on its day, or above its number of tokens.
        for (JsonNode line : prices.path(model)) {
            boolean begun = !line.has("from")
                    || !today.isBefore(LocalDate.parse(line.path("from").asText()));
            if (begun && inputTokens > line.path("aboveInputTokens").asLong(-1)) {
                price = new Price(decimal(line.path("input")), decimal(line.path("output")));
            }
        }
        return price;
    }

    private static BigDecimal decimal(JsonNode node) {
        return BigDecimal.valueOf(node.doubleValue());
    }

    private static @Nullable Price configured(ProviderSettings settings) {
        String input = settings.options().getOrDefault("inputUsdPerMillion", "");
        String output = settings.options().getOrDefault("outputUsdPerMillion", "");
        String form = "\\d{1,5}(\\.\\d{1,6})?";
        return input.matches(form) && output.matches(form)
                ? new Price(new BigDecimal(input), new BigDecimal(output))
                : null;
    }
}
