package dev.atelier.core.provider;

import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.key.ProviderKeyId;
import dev.atelier.core.key.RunKeys;
import dev.atelier.core.key.spi.ProviderKeyRepository;
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
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
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
    private final OwnKeyAdapters ownKeys;
    private final KeyedProviders platform = new KeyedProviders(this, RunKeys.PLATFORM);
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
            ProviderKeyRepository ownKeys,
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
        this.ownKeys = new OwnKeyAdapters(ownKeys, secrets);
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

    /** The same rows as a run with these keys uses them. */
    public KeyedProviders with(RunKeys keys) {
        return keys.isEmpty() ? platform : new KeyedProviders(this, keys);
    }

    /** See {@link KeyedProviders#usable}; with the platform's keys alone, as all that follow. */
    public boolean usable(ProviderId id) {
        return platform.usable(id);
    }

    /** See {@link KeyedProviders#chain}. */
    public List<ProviderConfig> chain(Category category) {
        return platform.chain(category);
    }

    /** See {@link KeyedProviders#active}. */
    public Optional<ProviderConfig> active(Category category) {
        return platform.active(category);
    }

    /** True if the row's vendor only pretends. */
    public boolean simulated(ProviderConfig config) {
        ProviderFactory factory = factories.get(config.adapter());
        return factory != null && factory.simulated();
    }

    /** See {@link KeyedProviders#taskProvider}. */
    public Optional<TaskProvider> taskProvider(ProviderId id) {
        return platform.taskProvider(id);
    }

    /** See {@link KeyedProviders#imageProvider}. */
    public Optional<ImageGenerationProvider> imageProvider(ProviderId id) {
        return platform.imageProvider(id);
    }

    /** See {@link KeyedProviders#videoProvider}. */
    public Optional<VideoGenerationProvider> videoProvider(ProviderId id) {
        return platform.videoProvider(id);
    }

    /** See {@link KeyedProviders#speechProvider}. */
    public Optional<SpeechProvider> speechProvider(ProviderId id) {
        return platform.speechProvider(id);
    }

    /** See {@link KeyedProviders#vision}. */
    public Optional<VisionProvider> vision() {
        return platform.vision();
    }

    /** See {@link KeyedProviders#llmChain}. */
    public List<LlmLink> llmChain(@Nullable ModelId first) {
        return platform.llmChain(first);
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

    /** Proves a key at its vendor's own address by a free call. */
    public ConnectionCheck checkKey(String adapter, Secret key) {
        ProviderFactory factory = factories.get(adapter);
        if (factory == null) {
            return new ConnectionCheck(false, "There is no adapter named " + adapter + ".");
        }
        // A row to ask through: as it is configured, else as it is proposed.
        return Stream.concat(
                        configs().stream().filter(row -> row.baseUrl() == null),
                        factory.presets().stream().map(ProviderPreset::config))
                .filter(row -> row.adapter().equals(adapter))
                .filter(row -> factory.categories().contains(row.category()))
                .findFirst()
                .map(row -> factory.check(row.category(), ownSettings(row, key)))
                .orElseGet(() -> factory.check(
                        Collections.min(factory.categories()),
                        new ProviderSettings(
                                new ProviderId(adapter), adapter, null, new ModelId("any"), Map.of(), key, null)));
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

    boolean usable(ProviderConfig config, RunKeys keys) {
        ProviderFactory factory = factories.get(config.adapter());
        return config.enabled()
                && factory != null
                && factory.categories().contains(config.category())
                && (!factory.needsApiKey()
                        || config.apiKey() != null
                        || override(factory).isPresent()
                        || own(config, keys).isPresent());
    }

    // A key is given for its vendor. Where an admin has put another address, it is not sent there.
    private static Optional<ProviderKeyId> own(ProviderConfig config, RunKeys keys) {
        return config.baseUrl() == null ? keys.of(config.adapter()) : Optional.empty();
    }

    private Optional<Secret> override(ProviderFactory factory) {
        return Optional.ofNullable(keyOverrides.get(factory.apiKeyVariable()))
                .filter(value -> !value.isBlank())
                .map(Secret::of);
    }

    /** @throws ProviderFailure of kind CREDENTIALS if the key is gone or does not open */
    Object built(ProviderConfig config, RunKeys keys) {
        return own(config, keys)
                .map(key -> ownKeys.built(config, keys, key, secret -> build(config, ownSettings(config, secret))))
                .orElseGet(() -> current().built.computeIfAbsent(config.id(), id -> build(config)));
    }

    /** Like {@link #built}, but what comes for a key that is gone fails when it is called. */
    Object builtOrKeyless(ProviderConfig config, RunKeys keys) {
        try {
            return built(config, keys);
        } catch (ProviderFailure e) {
            if (own(config, keys).isEmpty()) {
                throw e;
            }
            return new Keyless(config, e);
        }
    }

    // Without the platform's webhook secret: the vendor signs with that of the account whose key it is.
    private static ProviderSettings ownSettings(ProviderConfig config, Secret key) {
        return new ProviderSettings(
                config.id(), config.displayName(), null, config.model(), config.options(), key, null);
    }

    private Object build(ProviderConfig config) {
        return build(config, openedSettings(config));
    }

    private Object build(ProviderConfig config, ProviderSettings settings) {
        ProviderFactory factory = factory(config);
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
