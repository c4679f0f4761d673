package dev.atelier.core.generation;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.spi.ModelCatalogue;
import dev.atelier.core.gallery.spi.GalleryRepository;
import dev.atelier.core.picture.PictureFormat;
import dev.atelier.core.picture.PictureInfo;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.KeyedProviders;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.shared.FieldError;
import dev.atelier.core.upload.Upload;
import dev.atelier.core.upload.UploadId;
import dev.atelier.core.upload.spi.UploadRepository;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a wish into a brief that the model can do, with defaults filled in, or says every field that is wrong. Thread-safe. */
public final class BriefReader {
    private static final String MASK = "/maskUploadId";

    private final UploadRepository uploads;
    private final ModelCatalogue catalogue;
    private final GalleryRepository gallery;
    private final Clock clock;

    public BriefReader(UploadRepository uploads, ModelCatalogue catalogue, GalleryRepository gallery, Clock clock) {
        this.uploads = uploads;
        this.catalogue = catalogue;
        this.gallery = gallery;
        this.clock = clock;
    }

    /** Either what was wanted, or a refusal. */
    record Reading<T>(@Nullable T value, @Nullable Refusal refusal) {
        <R> R fold(Function<? super T, ? extends R> good, Function<? super Refusal, ? extends R> bad) {
            if (value != null) {
                return good.apply(value);
            }
            return bad.apply(java.util.Objects.requireNonNull(refusal));
        }

        <R> Reading<R> then(Function<? super T, Reading<R>> next) {
            return value == null ? new Reading<>(null, refusal) : next.apply(value);
        }
    }

    record ReadBrief(ImageBrief brief, ModelSpec model) {}

    /** The part of a wish that decides its price, with the model's defaults filled in. */
    record ReadOrder(
            ModelSpec model,
            int imageCount,
            @Nullable String aspectRatio,
            @Nullable String quality) {}

    /** @param providers as the caller's run would use them */
    Reading<ReadBrief> read(StartCommand command, KeyedProviders providers) {
        return model(Category.IMAGE_GENERATION, "imageModel", command.imageModel(), providers)
                .then(model -> read(command, model, providers));
    }

    private Reading<ReadBrief> read(StartCommand command, ModelSpec model, KeyedProviders providers) {
        List<FieldError> errors = new ArrayList<>();
        Capabilities can = model.capabilities();
        checkPrompt(command.prompt(), errors);
        checkMode(command, model, errors);
        ReadOrder order = order(model, command.imageCount(), command.aspectRatio(), command.quality(), errors);
        checkSeed(command.seed(), model, errors);
        checkCount("referenceImages", command.references().size(), 0, ImageBrief.MAX_REFERENCES, "a run", errors);
        checkCount(
                "productImages",
                command.products().size(),
                can.minInputImages(),
                can.maxInputImages(),
                model.id().value(),
                errors);
        checkLlm(command.llmModel(), providers, errors);
        OrgId org = command.caller().org();
        List<InputImage> references = inputs(org, "referenceImages", command.references(), errors);
        List<InputImage> products = inputs(org, "productImages", command.products(), errors);
        InputImage mask = mask(command, products, model, providers, errors);
        TaskId parent = command.parent();
        if (parent != null && gallery.find(org, parent).isEmpty()) {
            errors.add(new FieldError("/parentImageId", "unknown", "image " + parent + " does not exist"));
        }
        if (!errors.isEmpty()) {
            return new Reading<>(null, invalid(errors));
        }
        ImageBrief brief = new ImageBrief(
                command.prompt().strip(),
                command.imageCount(),
                references,
                products,
                mask,
                order.aspectRatio(),
                order.quality(),
                model.id(),
                command.llmModel(),
                command.seed(),
                command.parent(),
                command.promptMode(),
                Medium.PICTURE);
        return new Reading<>(new ReadBrief(brief, model), null);
    }

    private static ReadOrder order(
            ModelSpec model,
            int imageCount,
            @Nullable String aspectRatio,
            @Nullable String quality,
            List<FieldError> errors) {
        Capabilities can = model.capabilities();
        checkNumber("imageCount", imageCount, 1, can.maxImages(), model, errors);
        return new ReadOrder(
                model,
                imageCount,
                choice("aspectRatio", aspectRatio, can.aspectRatios(), model, errors),
                choice("quality", quality, can.qualities(), model, errors));
    }

    static <T> Reading<T> wrong(List<FieldError> errors) {
        return new Reading<>(null, invalid(errors));
    }

    private static Refusal invalid(List<FieldError> errors) {
        return new Refusal(
                Refusal.Code.INVALID,
                errors.size() == 1
                        ? errors.get(0).detail() + "."
                        : errors.size() + " fields are wrong; nothing was charged.",
                errors);
    }

    /** The model of a wish: the one that its field names, or the active provider's. */
    Reading<ModelSpec> model(Category category, String field, @Nullable ModelId wanted, KeyedProviders providers) {
        try {
            return new Reading<>(usable(category, field, wanted, providers), null);
        } catch (Unfit unfit) {
            return new Reading<>(null, unfit.refusal);
        }
    }

    private static String word(Category category) {
        return switch (category) {
            case IMAGE_GENERATION -> "image";
            case VIDEO -> "video";
            case SPEECH -> "speech";
            case LLM -> "language";
            case VISION -> "vision";
        };
    }

    private ModelSpec usable(Category category, String field, @Nullable ModelId wanted, KeyedProviders providers)
            throws Unfit {
        String kind = word(category);
        ModelId id = wanted;
        if (id == null) {
            id = providers
                    .active(category)
                    .map(config -> config.model())
                    .orElseThrow(() -> new Unfit(
                            Refusal.Code.NO_PROVIDER,
                            "No " + kind + " provider is switched on; an admin can add one."));
        }
        ModelId asked = id;
        ModelSpec model = catalogue
                .model(asked)
                .filter(spec -> spec.category() == category)
                .orElseThrow(() -> new Unfit(new FieldError(
                        "/" + field,
                        "unknown",
                        field + " " + asked + " is not " + (category == Category.IMAGE_GENERATION ? "an " : "a ") + kind
                                + " model of the catalogue")));
        if (model.lifecycleAt(clock) == Lifecycle.RETIRED) {
            throw new Unfit(Refusal.retired(model));
        }
        if (!providers.usable(model.provider())) {
            throw new Unfit(
                    Refusal.Code.NO_PROVIDER,
                    "Provider " + model.provider() + " of model " + asked + " is switched off or has no API key.");
        }
        return model;
    }

    static void checkWords(String field, String words, int longest, ModelSpec model, List<FieldError> errors) {
        int length = words.strip().length();
        if (length == 0) {
            errors.add(new FieldError("/" + field, "required", field + " is empty"));
        } else if (length > longest) {
            errors.add(new FieldError(
                    "/" + field,
                    "too_long",
                    field + " has " + length + " characters, " + model.id() + " takes " + longest));
        }
    }

    static void checkNumber(String field, int given, int least, int most, ModelSpec model, List<FieldError> errors) {
        if (given < least || given > most) {
            errors.add(new FieldError(
                    "/" + field,
                    "out_of_range",
                    field + " is " + given + ", " + model.id() + " allows " + least + " to " + most));
        }
    }

    static void checkSeed(@Nullable Long seed, ModelSpec model, List<FieldError> errors) {
        if (seed != null && !model.capabilities().seed()) {
            errors.add(new FieldError("/seed", "unsupported", model.id() + " takes no seed"));
        } else if (seed != null && (seed < 0 || seed > Integer.MAX_VALUE - 64)) {
            errors.add(new FieldError("/seed", "out_of_range", "seed must be 0 to " + (Integer.MAX_VALUE - 64)));
        }
    }

    private static void checkPrompt(String prompt, List<FieldError> errors) {
        if (prompt.isBlank()) {
            errors.add(new FieldError("/prompt", "required", "prompt is empty"));
        } else if (prompt.length() > ImageBrief.MAX_PROMPT) {
            errors.add(new FieldError(
                    "/prompt",
                    "too_long",
                    "prompt has " + prompt.length() + " characters, at most " + ImageBrief.MAX_PROMPT
                            + " are allowed"));
        }
    }

    /** Words that go to the image model as they are must fit it, and nobody then looks at references. */
    private static void checkMode(StartCommand command, ModelSpec model, List<FieldError> errors) {
        if (command.promptMode() == PromptMode.WRITTEN_FOR_ME) {
            return;
        }
        int longest = model.capabilities().maxPromptLength();
        int length = command.prompt().strip().length();
        if (length > longest && length <= ImageBrief.MAX_PROMPT) {
            errors.add(new FieldError(
                    "/prompt",
                    "too_long",
                    "prompt has " + length + " characters, " + model.id() + " takes " + longest + " as written"));
        }
        if (!command.references().isEmpty()) {
            errors.add(new FieldError(
                    "/referenceImages",
                    "unsupported",
                    "a prompt that is taken as written follows no referenceImages; send productImages"));
        }
        if (command.llmModel() != null) {
            errors.add(new FieldError(
                    "/llmModel", "unsupported", "no llmModel is asked when the prompt is taken as written"));
        }
    }

    static @Nullable String choice(
            String field, @Nullable String given, List<String> allowed, ModelSpec model, List<FieldError> errors) {
        if (given == null) {
            return allowed.isEmpty() ? null : allowed.get(0);
        }
        if (!allowed.contains(given)) {
            errors.add(new FieldError(
                    "/" + field,
                    "unsupported",
                    field + " " + quoted(given) + " is not offered by " + model.id()
                            + (allowed.isEmpty()
                                    ? ", which has none to choose"
                                    : "; it offers " + String.join(", ", allowed))));
        }
        return given;
    }

    private static String quoted(String given) {
        return "\"" + (given.length() > 40 ? given.substring(0, 40) + "…" : given) + "\"";
    }

    static void checkCount(String field, int count, int fewest, int most, String who, List<FieldError> errors) {
        if (count < fewest || count > most) {
            errors.add(new FieldError(
                    "/" + field,
                    "out_of_range",
                    field + " has " + count + " pictures, " + who + " takes " + fewest + " to " + most));
        }
    }

    private static void checkLlm(@Nullable ModelId wanted, KeyedProviders providers, List<FieldError> errors) {
        if (wanted != null
                && providers.chain(Category.LLM).stream()
                        .noneMatch(row -> row.model().equals(wanted))) {
            errors.add(new FieldError(
                    "/llmModel", "unknown", "llmModel " + wanted + " is not the model of any usable LLM provider"));
        }
    }

    List<InputImage> inputs(OrgId org, String field, List<UploadId> wanted, List<FieldError> errors) {
        List<InputImage> inputs = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            input(org, "/" + field + "/" + i, wanted.get(i), errors).ifPresent(inputs::add);
        }
        return inputs;
    }

    private Optional<InputImage> input(OrgId org, String pointer, UploadId wanted, List<FieldError> errors) {
        Optional<Upload> upload = uploads.find(org, wanted);
        if (upload.isEmpty()) {
            errors.add(new FieldError(pointer, "unknown", "upload " + wanted + " does not exist"));
            return Optional.empty();
        }
        PictureInfo info = upload.get().info();
        if (info == null) {
            errors.add(new FieldError(pointer, "not_ready", "upload " + wanted + " is not complete yet"));
            return Optional.empty();
        }
        return Optional.of(new InputImage(upload.get().id(), upload.get().key(), info));
    }

    /** Null if there is none, or if an error says what is wrong with it. */
    private @Nullable InputImage mask(
            StartCommand command,
            List<InputImage> products,
            ModelSpec model,
            KeyedProviders providers,
            List<FieldError> errors) {
        UploadId wanted = command.mask();
        if (wanted == null) {
            return null;
        }
        if (!model.capabilities().mask()) {
            errors.add(
                    new FieldError(MASK, "unsupported", model.id() + " takes no mask; " + thoseWithMasks(providers)));
            return null;
        }
        InputImage mask = input(command.caller().org(), MASK, wanted, errors).orElse(null);
        if (mask == null) {
            return null;
        }
        PictureInfo info = mask.info();
        if (command.products().isEmpty()) {
            errors.add(new FieldError(MASK, "no_picture", "a mask needs the picture that it lies on in productImages"));
        } else if (info.format() != PictureFormat.PNG) {
            errors.add(new FieldError(MASK, "not_a_png", "a mask is a PNG, transparent where it is painted anew"));
        } else if (products.size() == command.products().size()
                && !sameSize(info, products.get(0).info())) {
            PictureInfo picture = products.get(0).info();
            errors.add(new FieldError(
                    MASK,
                    "wrong_size",
                    "the mask has " + info.widthPx() + " x " + info.heightPx() + " pixels, the first of productImages "
                            + picture.widthPx() + " x " + picture.heightPx()));
        }
        return mask;
    }

    private static boolean sameSize(PictureInfo one, PictureInfo other) {
        return one.widthPx() == other.widthPx() && one.heightPx() == other.heightPx();
    }

    private String thoseWithMasks(KeyedProviders providers) {
        String names = catalogue.models().stream()
                .filter(spec -> spec.category() == Category.IMAGE_GENERATION
                        && spec.lifecycleAt(clock) != Lifecycle.RETIRED
                        && spec.capabilities().mask()
                        && providers.usable(spec.provider()))
                .map(spec -> spec.id().value())
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "no model here does" : "these do: " + names;
    }

    /** A model that cannot be used; never leaves this class. */
    private static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Refusal refusal;

        Unfit(Refusal.Code code, String detail) {
            this(Refusal.of(code, detail));
        }

        Unfit(Refusal refusal) {
            this.refusal = refusal;
        }

        Unfit(FieldError error) {
            this(new Refusal(Refusal.Code.INVALID, error.detail() + ".", List.of(error)));
        }
    }
}
