package dev.atelier.providers.sandbox;

import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.provider.spi.SpeechProvider;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.core.provider.spi.VisionProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox: a vendor in this process that draws, films, hums, writes and describes without key, network or cost, and misbehaves when the
 * prompt says so. Options and magic words stand in {@code docs/providers/sandbox.md}.
 *
 * <p>Thread-safe. What a provider accepted stays known when its row is edited and the provider built anew; it is forgotten with
 * this factory unless the option {@code folder} is set.
 */
public final class SandboxProviderFactory implements ProviderFactory {
    /** Name of this adapter in provider rows. */
    public static final String ADAPTER = "sandbox";

    private final Clock clock;
    private final SandboxTaskProvider.Pause pause;
    private final CallbackSender callbacks;
    private final @Nullable Path folder;
    private final Map<ProviderId, Account> accounts = new ConcurrentHashMap<>();

    private record Account(@Nullable Path folder, SandboxVendor vendor) {}

    public SandboxProviderFactory() {
        this(Clock.systemUTC());
    }

    /** @param clock decides when a task is done */
    public SandboxProviderFactory(Clock clock) {
        this(clock, null, SandboxProviderFactory::sleep);
    }

    /**
     * Remembers its tasks over restarts.
     *
     * @param folder where rows without an option {@code folder} keep what they accepted
     */
    public SandboxProviderFactory(Clock clock, Path folder) {
        this(clock, folder, SandboxProviderFactory::sleep);
    }

    SandboxProviderFactory(Clock clock, SandboxTaskProvider.Pause pause) {
        this(clock, null, pause);
    }

    private SandboxProviderFactory(Clock clock, @Nullable Path folder, SandboxTaskProvider.Pause pause) {
        this.clock = clock;
        this.folder = folder;
        this.pause = pause;
        this.callbacks = new CallbackSender(clock);
    }

    private static void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }

    @Override
    public String adapter() {
        return ADAPTER;
    }

    @Override
    public Set<Category> categories() {
        return Set.of(Category.IMAGE_GENERATION, Category.LLM, Category.VISION, Category.VIDEO, Category.SPEECH);
    }

    @Override
    public boolean needsApiKey() {
        return false;
    }

    @Override
    public String apiKeyVariable() {
        return "";
    }

    @Override
    public boolean simulated() {
        return true;
    }

    @Override
    public List<ProviderPreset> presets() {
        return SandboxPresets.all();
    }

    /** @throws IllegalArgumentException if an option cannot be read */
    @Override
    public ImageGenerationProvider imageGeneration(ProviderSettings settings) {
        return new SandboxImageGenerationProvider(desk(settings));
    }

    /** @throws IllegalArgumentException if an option cannot be read */
    @Override
    public VideoGenerationProvider videoGeneration(ProviderSettings settings) {
        return new SandboxVideoProvider(desk(settings));
    }

    /** @throws IllegalArgumentException if an option cannot be read */
    @Override
    public SpeechProvider speech(ProviderSettings settings) {
        return new SandboxSpeechProvider(desk(settings));
    }

    private SandboxTaskProvider.Desk desk(ProviderSettings settings) {
        Path own = SandboxOptions.of(settings).folder();
        Path kept = own == null && folder != null ? folder.resolve(settings.id().slug()) : own;
        return new SandboxTaskProvider.Desk(
                settings, account(settings.id(), kept), callbacks, clock, pause, kept != null);
    }

    @Override
    public LlmProvider llm(ProviderSettings settings) {
        return new SandboxLlmProvider(settings, pause);
    }

    @Override
    public VisionProvider vision(ProviderSettings settings) {
        return new SandboxVisionProvider(settings);
    }

    /** The vendor's side of a provider that this factory built; empty before that. */
    public Optional<SandboxVendor> vendor(ProviderId id) {
        return Optional.ofNullable(accounts.get(id)).map(Account::vendor);
    }

    private SandboxVendor account(ProviderId id, @Nullable Path kept) {
        return accounts.compute(
                        id,
                        (key, known) -> known != null && Objects.equals(known.folder(), kept)
                                ? known
                                : new Account(kept, new SandboxVendor(clock, kept)))
                .vendor();
    }

    @Override
    public ConnectionCheck check(Category category, ProviderSettings settings) {
        try {
            Path own = SandboxOptions.of(settings).folder();
            if (category != Category.LLM && category != Category.VISION && own != null) {
                new TaskFolder(own).prepare();
                if (!Files.isWritable(own)) {
                    return new ConnectionCheck(false, "The sandbox may not write to its folder.");
                }
            }
            return new ConnectionCheck(true, "The sandbox works on this computer: no key, no network, no cost.");
        } catch (IllegalArgumentException e) {
            return new ConnectionCheck(false, "The sandbox cannot be set up: " + e.getMessage() + ".");
        } catch (IOException e) {
            return new ConnectionCheck(false, "The sandbox cannot create its folder.");
        }
    }
}
