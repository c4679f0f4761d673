package dev.atelier.core.fakes;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ConnectionCheck;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.LlmRequest;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderPreset;
import dev.atelier.core.provider.ProviderPreset.PresetModel;
import dev.atelier.core.provider.ProviderPreset.PresetPrice;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.TextAnswer;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.core.provider.spi.VisionProvider;
import dev.atelier.core.secret.Secret;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * A vendor for tests that does what its script says and counts what reached it. Remembers its tasks, so that it outlives the
 * process it is called from, as a real vendor does. Thread-safe.
 */
public final class ScriptedVendor implements ProviderFactory {
    public static final ProviderId IMAGE = new ProviderId("scripted");
    public static final ModelId MODEL = new ModelId("scripted/one");
    public static final Credits PRICE = Credits.of(7);
    public static final ModelId TEXT = new ModelId("scripted-text");
    public static final Credits ANSWER = Credits.of(3);
    private static final Pattern COUNT = Pattern.compile("exactly (\\d+)");

    /** Orders by reference, in the order of their arrival; a repetition shows. */
    public final List<ImageOrder> accepted = Collections.synchronizedList(new ArrayList<>());

    /** Every prompt question put to a language model. */
    public final List<LlmRequest> questions = Collections.synchronizedList(new ArrayList<>());

    /** What a submit answers; may throw. */
    public volatile Function<ImageOrder, Submission> onSubmit = this::accept;

    /** What a poll answers; may throw. */
    public volatile Function<VendorTaskId, TaskProgress> onPoll = this::succeed;

    /** What a language model answers, by provider; may throw. */
    public volatile Function<LlmRequest, String> onChat = ScriptedVendor::write;

    /** What the second language model answers. */
    public volatile Function<LlmRequest, String> onSecondChat = ScriptedVendor::write;

    /** What a language model does before it answers when its words are listened to; may tell some, may throw. */
    public volatile BiConsumer<LlmRequest, Consumer<String>> onStream = (request, words) -> {};

    /** What the vision model answers. */
    public volatile Function<PictureInput, String> onLook =
            picture -> "a plain picture of type " + picture.contentType();

    /** What the vendor lists of its models; may throw. */
    public volatile Supplier<List<ListedModel>> onModels = List::of;

    /** What was asked with which key, such as {@code submit sk-1}. */
    public final List<String> keysShown = Collections.synchronizedList(new ArrayList<>());

    /** What a call is said to have cost at the language and vision models; null for untold. */
    public volatile @Nullable Long costOfWords;

    public volatile boolean needsApiKey;
    public volatile boolean callsBack;
    public volatile boolean findsByReference;

    private final Map<String, VendorTaskId> tasks = new ConcurrentHashMap<>();

    /** Takes the order and names a task. */
    public Submission accept(ImageOrder order) {
        accepted.add(order);
        VendorTaskId task = tasks.computeIfAbsent(order.reference(), r -> new VendorTaskId("v-" + r));
        return new Submission.Accepted(task, Duration.ofMillis(5));
    }

    /** The task is done, with one picture. */
    public TaskProgress succeed(VendorTaskId task) {
        return new TaskProgress.Succeeded(List.of(picture()), VendorCost.ofMicros(32_500), null);
    }

    /** A small sound picture. */
    public static ProducedFile picture() {
        return new ProducedFile.Inline(png(48, 32, Color.RED));
    }

    /** PNG bytes of one colour. */
    public static byte[] png(int widthPx, int heightPx, Color colour) {
        BufferedImage image = new BufferedImage(widthPx, heightPx, BufferedImage.TYPE_INT_RGB);
        IntStream.range(0, widthPx * heightPx).forEach(i -> image.setRGB(i % widthPx, i / widthPx, colour.getRGB()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** As many prompts as asked for, as a JSON array. */
    public static String write(LlmRequest request) {
        String text = request.turns().stream().map(LlmRequest.Turn::text).collect(Collectors.joining("\n"));
        Matcher matcher = COUNT.matcher(text);
        int count = matcher.find() ? Integer.parseInt(matcher.group(1)) : 1;
        return IntStream.range(0, count)
                .mapToObj(i -> "\"prompt number " + i + " about the brief\"")
                .collect(Collectors.joining(",", "[", "]"));
    }

    public static ProviderFailure failure(FailureKind kind) {
        return new ProviderFailure(IMAGE, kind, "scripted " + kind);
    }

    @Override
    public String adapter() {
        return "scripted";
    }

    @Override
    public Set<Category> categories() {
        return Set.of(Category.IMAGE_GENERATION, Category.LLM, Category.VISION);
    }

    @Override
    public boolean needsApiKey() {
        return needsApiKey;
    }

    @Override
    public String apiKeyVariable() {
        return "";
    }

    @Override
    public List<ProviderPreset> presets() {
        Capabilities can = Capabilities.prompts(3_000)
                .ratios("1:1", "16:9")
                .qualities("basic", "high")
                .upTo(8)
                .inputs(0, 4)
                .withMask()
                .withSeed();
        PresetModel model = new PresetModel(
                new ModelSpec(
                        MODEL, IMAGE, Category.IMAGE_GENERATION, "Scripted One", can, Lifecycle.ACTIVE, null, null),
                List.of(new PresetPrice(null, PRICE, 32_500)));
        Capabilities none = Capabilities.prompts(1);
        PresetModel text = new PresetModel(
                new ModelSpec(
                        TEXT,
                        new ProviderId("scripted-llm"),
                        Category.LLM,
                        "Scripted Text",
                        none,
                        Lifecycle.ACTIVE,
                        null,
                        null),
                List.of(new PresetPrice(null, ANSWER, 0)));
        return List.of(
                new ProviderPreset(config("scripted", Category.IMAGE_GENERATION, MODEL, 1), List.of(model)),
                new ProviderPreset(config("scripted-llm", Category.LLM, TEXT, 1), List.of(text)),
                new ProviderPreset(config("scripted-llm2", Category.LLM, new ModelId("scripted-text-2"), 2), List.of()),
                new ProviderPreset(
                        config("scripted-vision", Category.VISION, new ModelId("scripted-eye"), 1), List.of()));
    }

    private static ProviderConfig config(String id, Category category, ModelId model, int priority) {
        return new ProviderConfig(
                new ProviderId(id), category, "scripted", id, null, model, priority, true, Map.of(), null, null, 1);
    }

    @Override
    public List<ListedModel> models(ProviderSettings settings) {
        return onModels.get();
    }

    @Override
    public ImageGenerationProvider imageGeneration(ProviderSettings settings) {
        return new Images(settings);
    }

    @Override
    public LlmProvider llm(ProviderSettings settings) {
        return new Texts(settings);
    }

    @Override
    public VisionProvider vision(ProviderSettings settings) {
        return new Eyes(settings);
    }

    @Override
    public ConnectionCheck check(Category category, ProviderSettings settings) {
        return new ConnectionCheck(!shown(settings).equals("bad"), "scripted");
    }

    private static String shown(ProviderSettings settings) {
        Secret key = settings.apiKey();
        return key == null ? "none" : key.reveal();
    }

    private VendorCost wordsCost() {
        return new VendorCost(costOfWords, null, 10L, 20L);
    }

    private final class Images implements ImageGenerationProvider {
        private final ProviderId id;
        private final String key;

        Images(ProviderSettings settings) {
            this.id = settings.id();
            this.key = shown(settings);
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
        public Submission submit(ImageOrder order) {
            keysShown.add("submit " + key);
            return onSubmit.apply(order);
        }

        @Override
        public TaskProgress poll(VendorTaskId task) {
            keysShown.add("poll " + key);
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
            keysShown.add("callback " + key);
            if (callback.header("x-forged").isPresent()) {
                return CallbackSignal.refused();
            }
            String text = callback.text();
            return new CallbackSignal(
                    CallbackSignal.Trust.UNSIGNED, text.startsWith("v-") ? new VendorTaskId(text) : null, null);
        }
    }

    private final class Texts implements LlmProvider {
        private final ProviderId id;
        private final String key;

        Texts(ProviderSettings settings) {
            this.id = settings.id();
            this.key = shown(settings);
        }

        @Override
        public ProviderId id() {
            return id;
        }

        @Override
        public String displayName() {
            return "Scripted text";
        }

        @Override
        public Duration callTimeout() {
            return Duration.ofSeconds(5);
        }

        @Override
        public TextAnswer chatCompletion(LlmRequest request) {
            keysShown.add("chat " + key);
            questions.add(request);
            String text = id.slug().endsWith("2") ? onSecondChat.apply(request) : onChat.apply(request);
            return new TextAnswer(text, "scripted-text", wordsCost());
        }

        @Override
        public TextAnswer stream(LlmRequest request, Consumer<String> words) {
            onStream.accept(request, words);
            return LlmProvider.super.stream(request, words);
        }
    }

    private final class Eyes implements VisionProvider {
        private final ProviderId id;
        private final String key;

        Eyes(ProviderSettings settings) {
            this.id = settings.id();
            this.key = shown(settings);
        }

        @Override
        public ProviderId id() {
            return id;
        }

        @Override
        public String displayName() {
            return "Scripted eye";
        }

        @Override
        public Duration callTimeout() {
            return Duration.ofSeconds(5);
        }

        @Override
        public TextAnswer analyzeImage(PictureInput image, String prompt) {
            keysShown.add("look " + key);
            return new TextAnswer(onLook.apply(image), "scripted-eye", wordsCost());
        }
    }
}
