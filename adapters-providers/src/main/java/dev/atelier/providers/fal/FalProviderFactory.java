package dev.atelier.providers.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.models.BookPresets;
import dev.atelier.providers.models.ModelBook;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The adapter {@code fal}: pictures and films from one queue.
 *
 * <p>Options: {@code callTimeoutSeconds}, {@code userId} (our own name at fal: callbacks for others are refused) and, for models that the
 * adapter does not know, the field names of {@link ModelBook}. There is no webhook secret: fal signs with a key pair of its own.
 */
public final class FalProviderFactory implements ProviderFactory {
    static final ModelBook BOOK = ModelBook.of(FalProviderFactory.class, "/dev/atelier/providers/fal/models.json");

    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(15);

    private final GuardedHttp http;
    private final Clock clock;

    /** By the address that they come from: rows of one address share them, and they outlive a change of a row. */
    private final Map<String, FalWebhookKeys> keys = new ConcurrentHashMap<>();

    public FalProviderFactory(GuardedHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public String adapter() {
        return "fal";
    }

    @Override
    public Set<Category> categories() {
        return Set.of(Category.IMAGE_GENERATION, Category.VIDEO);
    }

    @Override
    public boolean needsApiKey() {
        return true;
    }

    @Override
    public String apiKeyVariable() {
        return "FAL_KEY";
    }

    @Override
    public List<ProviderPreset> presets() {
        BookPresets presets = new BookPresets(BOOK, adapter());
        return List.of(
                presets.row("fal", Category.IMAGE_GENERATION, "fal", "fal-ai/flux/dev", 30),
                presets.row("fal-video", Category.VIDEO, "Films by fal", "fal-ai/veo3.1", 30));
    }

    @Override
    public List<ListedModel> models(ProviderSettings settings) {
        return new FalModels(new FalApi(settings, http, clock)).all();
    }

    @Override
    public ImageGenerationProvider imageGeneration(ProviderSettings settings) {
        return new FalImageGenerationProvider(settings, http, clock, keys(settings));
    }

    @Override
    public VideoGenerationProvider videoGeneration(ProviderSettings settings) {
        return new FalVideoGenerationProvider(settings, http, clock, keys(settings));
    }

    private FalWebhookKeys keys(ProviderSettings settings) {
        String address = new FalApi(settings, http, clock).webhookKeysAddress().toString();
        return keys.computeIfAbsent(address, any -> new FalWebhookKeys(clock));
    }

    /** Asks for the price of the row's model, which needs a key. */
    @Override
    public ConnectionCheck check(Category category, ProviderSettings settings) {
        FalApi api = new FalApi(settings, http, clock);
        String model = settings.model().value();
        try {
            JsonNode answer = api.accepted(api.price(model, CHECK_TIMEOUT), Loss.ANSWER_ONLY);
            return new ConnectionCheck(
                    true, "fal accepts the key." + price(answer.path("prices").path(0)));
        } catch (ProviderFailure e) {
            return new ConnectionCheck(false, e.kind().sentence() + " (" + e.getMessage() + ")");
        }
    }

    private static String price(JsonNode line) {
        String unit = line.path("unit").asText("");
        return line.path("unit_price").isNumber() && unit.matches("[A-Za-z0-9 _-]{1,40}")
                ? " The model costs " + line.path("unit_price").decimalValue().toPlainString() + " US$ per " + unit
                        + "."
                : "";
    }
}
