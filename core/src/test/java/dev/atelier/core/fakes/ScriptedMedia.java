package dev.atelier.core.fakes;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderPreset.PresetModel;
import dev.atelier.core.provider.ProviderPreset.PresetPrice;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.SpeechOrder;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.VideoOrder;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.provider.spi.SpeechProvider;
import dev.atelier.core.provider.spi.TaskProvider;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** {@link ScriptedVendor} for films and voices. Thread-safe. */
public final class ScriptedMedia implements ProviderFactory {
    public static final ModelId FILM = new ModelId("scripted/film");
    public static final ModelId VOICE = new ModelId("scripted/voice");
    public static final Credits FILM_PRICE = Credits.of(50);
    public static final Credits VOICE_PRICE = Credits.of(5);

    /** Film orders in the order of their arrival. */
    public final List<VideoOrder> films = Collections.synchronizedList(new ArrayList<>());

    /** Speech orders in the order of their arrival. */
    public final List<SpeechOrder> voices = Collections.synchronizedList(new ArrayList<>());

    /** References in the order of their arrival; a repetition shows. */
    public final List<String> references = Collections.synchronizedList(new ArrayList<>());

    /** What a submit of this reference answers; may throw. */
    public volatile Function<String, Submission> onSubmit = this::accept;

    /** What a poll answers; may throw. */
    public volatile Function<VendorTaskId, TaskProgress> onPoll = this::succeed;

    public volatile boolean callsBack;
    public volatile boolean findsByReference;

    private final Map<String, VendorTaskId> tasks = new ConcurrentHashMap<>();

    /** Takes the order and names a task. */
    public Submission accept(String reference) {
        references.add(reference);
        boolean film = films.stream().anyMatch(order -> order.reference().equals(reference));
        VendorTaskId task = new VendorTaskId((film ? "film-" : "voice-") + reference);
        tasks.put(reference, task);
        return new Submission.Accepted(task, Duration.ofMillis(5));
    }

    /** The task is done, with a GIF or a WAV. */
    public TaskProgress succeed(VendorTaskId task) {
        byte[] file = task.value().startsWith("film-") ? SampleMedia.gif(48, 32) : SampleMedia.wav(1.5);
        return new TaskProgress.Succeeded(List.of(new ProducedFile.Inline(file)), VendorCost.ofMicros(120_000), null);
    }

    @Override
    public String adapter() {
        return "scripted-media";
    }

    @Override
    public Set<Category> categories() {
        return Set.of(Category.VIDEO, Category.SPEECH);
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
    public List<ProviderPreset> presets() {
        Capabilities films = Capabilities.prompts(300)
                .ratios("16:9", "9:16")
                .qualities("720p", "1080p")
                .seconds(4, 8)
                .upTo(4)
                .inputs(0, 2)
                .withSeed();
        return List.of(
                preset("scripted-film", Category.VIDEO, FILM, films, FILM_PRICE),
                preset(
                        "scripted-voice",
                        Category.SPEECH,
                        VOICE,
                        Capabilities.prompts(200).voices("ada", "grace"),
                        VOICE_PRICE));
    }

    private static ProviderPreset preset(String id, Category category, ModelId model, Capabilities can, Credits price) {
        ProviderId provider = new ProviderId(id);
        ProviderConfig config = new ProviderConfig(
                provider, category, "scripted-media", id, null, model, 1, true, Map.of(), null, null, 1);
        return new ProviderPreset(
                config,
                List.of(new PresetModel(
                        new ModelSpec(model, provider, category, id, can, Lifecycle.ACTIVE, null, null),
                        List.of(new PresetPrice(null, price, 120_000)))));
    }

    @Override
    public VideoGenerationProvider videoGeneration(ProviderSettings settings) {
        return new Films(settings.id());
    }

    @Override
    public SpeechProvider speech(ProviderSettings settings) {
        return new Voices(settings.id());
    }

    @Override
    public ConnectionCheck check(Category category, ProviderSettings settings) {
        return new ConnectionCheck(true, "scripted");
    }

    private abstract class Scripted implements TaskProvider {
        private final ProviderId id;

        Scripted(ProviderId id) {
            this.id = id;
        }

        @Override
        public ProviderId id() {
            return id;
        }

        @Override
        public String displayName() {
            return "Scripted";
        }

        @Override
        public Duration callTimeout() {
            return Duration.ofSeconds(5);
        }

        @Override
        public boolean callsBack() {
            return callsBack;
        }

        @Override
        public TaskProgress poll(VendorTaskId task) {
            return onPoll.apply(task);
        }

        @Override
        public boolean looksUpByReference() {
            return findsByReference;
        }

        @Override
        public Optional<VendorTaskId> findByReference(String reference) {
            return findsByReference ? Optional.ofNullable(tasks.get(reference)) : Optional.empty();
        }

        @Override
        public CallbackSignal readCallback(RawCallback callback) {
            return new CallbackSignal(CallbackSignal.Trust.UNSIGNED, new VendorTaskId(callback.text()), null);
        }
    }

    private final class Films extends Scripted implements VideoGenerationProvider {
        Films(ProviderId id) {
            super(id);
        }

        @Override
        public Submission submit(VideoOrder order) {
            films.add(order);
            return onSubmit.apply(order.reference());
        }
    }

    private final class Voices extends Scripted implements SpeechProvider {
        Voices(ProviderId id) {
            super(id);
        }

        @Override
        public Submission submit(SpeechOrder order) {
            voices.add(order);
            return onSubmit.apply(order.reference());
        }
    }
}
