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

    /** More than any vendor takes: a number beyond it is a mistake and no bill. */
    private static final long MOST_TOKENS = 100_000_000;

    private final JsonNode prices;
    private final @Nullable Price configured;
    private final Clock clock;

    /** What a vendor charges for input that it keeps for five minutes or an hour, as a multiple of its price for input. */
    private static final BigDecimal WRITE = new BigDecimal("1.25");

    private static final BigDecimal WRITE_FOR_AN_HOUR = BigDecimal.valueOf(2);

    /** A tenth for input that it had kept, where the price book says nothing else. */
    private static final BigDecimal READ = new BigDecimal("0.1");

    /**
     * Tokens that were read, by how they are billed.
     *
     * @param fresh neither kept nor read from what was kept
     * @param kept kept for five minutes
     * @param keptForAnHour kept for an hour
     * @param reused read from what was kept earlier
     */
    public record CachedInput(long fresh, long kept, long keptForAnHour, long reused) {
        long tokens() {
            return fresh + kept + keptForAnHour + reused;
        }
    }

    private record Price(BigDecimal input, BigDecimal output, BigDecimal reused) {
        long micros(CachedInput tokens, long outputTokens) {
            BigDecimal inputTokens = BigDecimal.valueOf(tokens.fresh())
                    .add(WRITE.multiply(BigDecimal.valueOf(tokens.kept())))
                    .add(WRITE_FOR_AN_HOUR.multiply(BigDecimal.valueOf(tokens.keptForAnHour())));
            return input.multiply(inputTokens)
                    .add(reused.multiply(BigDecimal.valueOf(tokens.reused())))
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
        return inputTokens == null || outputTokens == null
                ? new VendorCost(null, null, inputTokens, outputTokens)
                : of(model, new CachedInput(inputTokens, 0, 0, 0), outputTokens);
    }

    /** The same for a vendor that tells what it kept. */
    public VendorCost of(String model, CachedInput input, long outputTokens) {
        long inputTokens = input.tokens();
        if (inputTokens > MOST_TOKENS || outputTokens > MOST_TOKENS) {
            return new VendorCost(null, null, inputTokens, outputTokens);
        }
        Price price = configured == null ? listed(model, inputTokens) : configured;
        Long micros = price == null ? null : price.micros(input, outputTokens);
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
                BigDecimal input = decimal(line.path("input"));
                price = new Price(
                        input,
                        decimal(line.path("output")),
                        line.has("cacheRead") ? decimal(line.path("cacheRead")) : input.multiply(READ));
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
                ? new Price(new BigDecimal(input), new BigDecimal(output), new BigDecimal(input).multiply(READ))
                : null;
    }
}
