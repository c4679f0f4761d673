package dev.atelier.core.provider;

import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.core.provider.spi.ProviderConfigRepository;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.provider.spi.SpeechProvider;
import dev.atelier.core.provider.spi.TaskProvider;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.core.provider.spi.VisionProvider;
import dev.atelier.core.secret.SealedSecret;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.secret.SecretBox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The providers in force: the configured rows, their secrets opened, their adapters built. Thread-safe.
 *
 * <p>An admin's change is in force for the next call: this process hears of it at once, every other one by a notice and at the
 * latest when {@link #refresh} compares revisions. Work that runs keeps asking for its provider by id, which is found even when it
 * was switched off meanwhile.
 */
public final class ProviderRegistry implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ProviderRegistry.class.getName());

    private final ProviderConfigRepository configs;
    private final Map<String, ProviderFactory> factories;
    private final SecretBox secrets;
    private final Map<String, String> keyOverrides;
    private final AutoCloseable subscription;
    private volatile boolean stale = true;
    private volatile Snapshot snapshot = new Snapshot(-1, Map.of(), new ConcurrentHashMap<>());

    private record Snapshot(long revision, Map<ProviderId, ProviderConfig> configs, Map<ProviderId, Object> built) {}

    /**
     * @param keyOverrides values of environment variables that override stored keys, by the names that factories give; empty
     *     outside development
     */
    public ProviderRegistry(
            ProviderConfigRepository configs,
            List<ProviderFactory> factories,
            SecretBox secrets,
            Map<String, String> keyOverrides) {
        this.configs = configs;
        Map<String, ProviderFactory> byName = new LinkedHashMap<>();
        for (ProviderFactory factory : factories) {
            if (byName.put(factory.adapter(), factory) != null) {
                throw new IllegalArgumentException("two adapters are named " + factory.adapter());
            }
        }
        this.factories = byName;
        this.secrets = secrets;
        this.keyOverrides = Map.copyOf(keyOverrides);
        this.subscription = configs.onChange(() -> stale = true);
    }

    /** A language model of the chain, with the row it is built from. */
    public record LlmLink(ProviderConfig config, LlmProvider provider) {}

    /** The adapters that rows may name. */
    public List<ProviderFactory> adapters() {
        return List.copyOf(factories.values());
    }

    /** All rows as they are in force. */
    public List<ProviderConfig> configs() {
        return List.copyOf(current().configs.values());
    }

    public Optional<ProviderConfig> config(ProviderId id) {
        return Optional.ofNullable(current().configs.get(id));
    }

    /** True if new work may go there: switched on, adapter known, key there if one is needed. */
    public boolean usable(ProviderId id) {
        return config(id).filter(this::usable).isPresent();
    }

    /**
     * The usable rows of a category in order. Simulated vendors stand aside while a real one of the category is usable, so that
     * nothing simulated slips into real work.
     */
    public List<ProviderConfig> chain(Category category) {
        List<ProviderConfig> usable = current().configs.values().stream()
                .filter(config -> config.category() == category)
                .filter(this::usable)
                .sorted(Comparator.comparingInt(ProviderConfig::priority)
                        .thenComparing(config -> config.id().slug()))
                .toList();
        List<ProviderConfig> real =
                usable.stream().filter(config -> !simulated(config)).toList();
        return real.isEmpty() ? usable : real;
    }

    /** The first of {@link #chain}. */
    public Optional<ProviderConfig> active(Category category) {
        return chain(category).stream().findFirst();
    }

    /** True if the row's vendor only pretends. */
    public boolean simulated(ProviderConfig config) {
        ProviderFactory factory = factories.get(config.adapter());
        return factory != null && factory.simulated();
    }

    /** The provider of finished files of this id, whatever it makes; empty if there is no such row. */
    public Optional<TaskProvider> taskProvider(ProviderId id) {
        return config(id)
                .filter(config -> config.category() != Category.LLM && config.category() != Category.VISION)
                .map(config -> (TaskProvider) built(config));
    }

    /** The image provider of this id, switched on or not; empty if there is no such row. */
    public Optional<ImageGenerationProvider> imageProvider(ProviderId id) {
        return config(id)
                .filter(config -> config.category() == Category.IMAGE_GENERATION)
                .map(config -> (ImageGenerationProvider) built(config));
    }

    /** The video provider of this id, switched on or not; empty if there is no such row. */
    public Optional<VideoGenerationProvider> videoProvider(ProviderId id) {
        return config(id).filter(config -> config.category() == Category.VIDEO).map(config ->
                (VideoGenerationProvider) built(config));
    }

    /** The speech provider of this id, switched on or not; empty if there is no such row. */
    public Optional<SpeechProvider> speechProvider(ProviderId id) {
        return config(id).filter(config -> config.category() == Category.SPEECH).map(config ->
                (SpeechProvider) built(config));
    }

    /** The vision provider in force. */
    public Optional<VisionProvider> vision() {
        return active(Category.VISION).map(config -> (VisionProvider) built(config));
    }

    /** The LLM chain in order, with the links of this model moved to the front. */
    public List<LlmLink> llmChain(@Nullable ModelId first) {
        List<LlmLink> links = new ArrayList<>();
        for (ProviderConfig config : chain(Category.LLM)) {
            links.add(new LlmLink(config, (LlmProvider) built(config)));
        }
        if (first != null) {
            links.sort(Comparator.comparing(link -> !link.config().model().equals(first)));
        }
        return links;
    }

    /** Proves a row by a free call, as it is stored or as an admin has just typed it. */
    public ConnectionCheck check(ProviderConfig config, @Nullable Secret typedKey) {
        ProviderFactory factory = factories.get(config.adapter());
        if (factory == null) {
            return new ConnectionCheck(false, "There is no adapter named " + config.adapter() + ".");
        }
        try {
            return factory.check(config.category(), settings(config, typedKey));
        } catch (SecretBox.SecretUnreadable e) {
            return new ConnectionCheck(false, "The stored key cannot be opened; type it again.");
        }
    }

    /**
     * The models that a row's vendor lists; a free call to the vendor. See {@link ProviderFactory#models}.
     *
     * @throws ProviderFailure if the vendor has a list and did not give it
     */
    public List<ListedModel> listedModels(ProviderConfig config) {
        return factory(config).models(openedSettings(config));
    }

    /** Compares revisions with the store; call it now and then where notices may get lost. */
    public void refresh() {
        if (configs.revision() != snapshot.revision) {
            stale = true;
        }
    }

    @Override
    public void close() {
        try {
            subscription.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.DEBUG, "closing the subscription failed", e);
        }
    }

    private boolean usable(ProviderConfig config) {
        ProviderFactory factory = factories.get(config.adapter());
        return config.enabled()
                && factory != null
                && factory.categories().contains(config.category())
                && (!factory.needsApiKey()
                        || config.apiKey() != null
                        || override(factory).isPresent());
    }

    private Optional<Secret> override(ProviderFactory factory) {
        return Optional.ofNullable(keyOverrides.get(factory.apiKeyVariable()))
                .filter(value -> !value.isBlank())
                .map(Secret::of);
    }

    private Object built(ProviderConfig config) {
        return current().built.computeIfAbsent(config.id(), id -> build(config));
    }

    private Object build(ProviderConfig config) {
        ProviderFactory factory = factory(config);
        ProviderSettings settings = openedSettings(config);
        return switch (config.category()) {
            case IMAGE_GENERATION -> factory.imageGeneration(settings);
            case LLM -> factory.llm(settings);
            case VISION -> factory.vision(settings);
            case VIDEO -> factory.videoGeneration(settings);
            case SPEECH -> factory.speech(settings);
        };
    }

    private ProviderFactory factory(ProviderConfig config) {
        ProviderFactory factory = factories.get(config.adapter());
        if (factory == null) {
            throw new ProviderFailure(
                    config.id(), FailureKind.UNAVAILABLE, "there is no adapter named " + config.adapter());
        }
        return factory;
    }

    private ProviderSettings openedSettings(ProviderConfig config) {
        try {
            return settings(config, null);
        } catch (SecretBox.SecretUnreadable e) {
            throw new ProviderFailure(config.id(), FailureKind.CREDENTIALS, "the stored key cannot be opened", null, e);
        }
    }

    private ProviderSettings settings(ProviderConfig config, @Nullable Secret typedKey) {
        Secret key = typedKey;
        ProviderFactory factory = factories.get(config.adapter());
        if (key == null && factory != null) {
            key = override(factory).orElse(null);
        }
        if (key == null) {
            key = opened(config.apiKey(), config.secretContext("apiKey"));
        }
        return new ProviderSettings(
                config.id(),
                config.displayName(),
                config.baseUrl(),
                config.model(),
                config.options(),
                key,
                opened(config.webhookSecret(), config.secretContext("webhookSecret")));
    }

    private @Nullable Secret opened(@Nullable SealedSecret sealed, String context) {
        return sealed == null ? null : secrets.open(sealed, context);
    }

    private Snapshot current() {
        if (!stale) {
            return snapshot;
        }
        synchronized (this) {
            if (stale) {
                stale = false;
                snapshot = reload(snapshot);
            }
            return snapshot;
        }
    }

    private Snapshot reload(Snapshot old) {
        long revision = configs.revision();
        Map<ProviderId, ProviderConfig> rows = new LinkedHashMap<>();
        Map<ProviderId, Object> built = new ConcurrentHashMap<>();
        Map<ProviderId, Object> kept = new HashMap<>(old.built);
        for (ProviderConfig config : configs.all()) {
            rows.put(config.id(), config);
            Object before = kept.get(config.id());
            if (before != null && config.equals(old.configs.get(config.id()))) {
                built.put(config.id(), before);
            }
        }
        return new Snapshot(revision, rows, built);
    }
}
