package dev.atelier.providers.gemini;

import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.providers.http.GuardedHttp;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Google's protocol for pictures and films, for every adapter that speaks it under a name of its own. Thread-safe; building makes no
 * call.
 */
public final class GoogleMedia {
    private static final int LIST_TIMEOUT_SECONDS = 15;

    private final GuardedHttp http;
    private final Clock clock;

    public GoogleMedia(GuardedHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    /** A maker of pictures; by which route a model is used is decided for each order. */
    public ImageGenerationProvider pictures(ProviderSettings settings) {
        GoogleApi api = api(settings, GeminiImageProvider.DEFAULT_TIMEOUT_SECONDS);
        return new GeminiImageProvider(api, callbacks(settings, api));
    }

    /** A maker of films. */
    public VideoGenerationProvider films(ProviderSettings settings) {
        GoogleApi api = api(settings, GeminiVideoProvider.DEFAULT_TIMEOUT_SECONDS);
        return new GeminiVideoProvider(api, callbacks(settings, api));
    }

    /**
     * The models that Google offers to this key and that are in one of these categories; free.
     *
     * @throws ProviderFailure if the list did not come
     */
    public List<ListedModel> models(ProviderSettings settings, Set<ModelCategory> categories) {
        return new GeminiModelList(api(settings, LIST_TIMEOUT_SECONDS))
                .all().stream()
                        .filter(model -> !Collections.disjoint(model.categories(), categories))
                        .toList();
    }

    /** The first row of this name, with its models and prices. */
    public static ProviderPreset preset(String row, Category category, String adapter, String name, int priority) {
        return GooglePresets.row(row, category, adapter, name, priority);
    }

    /** Proves address and key by a call that costs nothing; never throws. */
    public ConnectionCheck check(ProviderSettings settings) {
        try {
            int models = new GeminiApi(settings, http, clock).countModels();
            return new ConnectionCheck(true, "Gemini accepts the key; it lists " + models + " models.");
        } catch (ProviderFailure e) {
            return new ConnectionCheck(false, e.kind().sentence() + " (" + e.getMessage() + ")");
        }
    }

    private GoogleCallbacks callbacks(ProviderSettings settings, GoogleApi api) {
        return new GoogleCallbacks(api, settings.webhookSecret(), clock);
    }

    private GoogleApi api(ProviderSettings settings, int timeoutSeconds) {
        return new GoogleApi(settings, http, clock, timeoutSeconds);
    }
}
