package dev.atelier.app.openai;

import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.core.Store;
import dev.atelier.core.account.Caller;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.catalogue.spi.ModelCatalogue;
import dev.atelier.core.key.RunProviders;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.KeyedProviders;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderRegistry;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of our models a client of OpenAI's API means.
 *
 * <p>OpenAI's own names, which much code has written into it, mean the active image model, or whichever language model comes first,
 * unless one of ours is called so and can be used; so does {@code atelier}. Thread-safe.
 */
final class OpenAiModels {
    private static final Pattern THEIR_IMAGE_MODELS =
            Pattern.compile("(gpt-image-[0-9][a-z0-9.-]*|chatgpt-image-latest|dall-e-[23])");
    private static final Pattern THEIR_TEXT_MODELS =
            Pattern.compile("(gpt-[0-9][a-z0-9.-]*|chatgpt-[0-9][a-z0-9.-]*|o[0-9][a-z0-9.-]*)");
    /** Whichever language model comes first. */
    private static final String ANY = "atelier";

    private static final Set<Category> OFFERED = Set.of(Category.IMAGE_GENERATION, Category.LLM);

    private final ModelCatalogue catalogue;
    private final KeyedProviders providers;
    private final Clock clock;

    private OpenAiModels(ModelCatalogue catalogue, KeyedProviders providers, Clock clock) {
        this.catalogue = catalogue;
        this.providers = providers;
        this.clock = clock;
    }

    /** The models as each caller sees them: an own key makes more of them usable. */
    static Function<Caller, OpenAiModels> forCallers(Store store, ProviderRegistry registry, Clock clock) {
        RunProviders providers = new RunProviders(store, registry, clock);
        return caller -> new OpenAiModels(store.catalogue(), providers.with(caller), clock);
    }

    /** The models that can be used now, by name. */
    List<ModelSpec> all() {
        return catalogue.models().stream()
                .filter(this::usable)
                .sorted(Comparator.comparing(spec -> spec.id().value()))
                .toList();
    }

    /** The model of this name, or the one that stands for it. */
    Optional<ModelSpec> find(String name) {
        return ours(name)
                .filter(this::usable)
                .or(() -> theirs(name) ? active(Category.IMAGE_GENERATION) : Optional.empty())
                .or(() -> anyText(name) ? active(Category.LLM) : Optional.empty());
    }

    /**
     * The image model for a call.
     *
     * @param name null or one of their names leaves the choice to us: the active model, or, where that makes none out of so many pictures
     *     or takes no mask,
     *     another one that does
     * @throws Problem 404 {@code model_not_found} if there is none of the name, 503 if no image provider is switched on
     */
    ModelSpec imageModel(@Nullable String name, int pictures, boolean mask) {
        if (name != null && (ours(name).filter(this::usable).isPresent() || !theirs(name))) {
            return find(name)
                    .filter(spec -> spec.category() == Category.IMAGE_GENERATION)
                    .orElseThrow(() -> notFound(name));
        }
        ModelSpec active = active(Category.IMAGE_GENERATION)
                .orElseThrow(() ->
                        Problem.of(ProblemCode.UNAVAILABLE, "No image provider is switched on; an admin can add one."));
        return fits(active, pictures, mask)
                ? active
                : all().stream()
                        .filter(spec -> fits(spec, pictures, mask))
                        .findFirst()
                        .orElse(active);
    }

    private static boolean fits(ModelSpec spec, int pictures, boolean mask) {
        return spec.category() == Category.IMAGE_GENERATION
                && pictures >= spec.capabilities().minInputImages()
                && pictures <= spec.capabilities().maxInputImages()
                && (!mask || spec.capabilities().mask());
    }

    private static boolean theirs(String name) {
        return THEIR_IMAGE_MODELS.matcher(name).matches();
    }

    /**
     * The language model of this name.
     *
     * @return null for whichever comes first in the chain
     * @throws Problem 404 {@code model_not_found} if there is none that can be used now
     */
    @Nullable
    ModelId textModel(String name) {
        for (ProviderRegistry.LlmLink link : providers.llmChain(null)) {
            if (link.config().model().value().equals(name)) {
                return link.config().model();
            }
        }
        if (anyText(name)) {
            return null;
        }
        throw notFound(name);
    }

    private static boolean anyText(String name) {
        return name.equals(ANY) || THEIR_TEXT_MODELS.matcher(name).matches();
    }

    static Problem notFound(String name) {
        String shown = name.length() > 80 ? name.substring(0, 80) + "…" : name;
        String detail = "The model '" + shown + "' does not exist here; GET /v1/models lists those that do.";
        return Problem.of(ProblemCode.NOT_FOUND, detail)
                .with(new Problem.Field("/model", OpenAiErrors.MODEL_NOT_FOUND, detail, null));
    }

    private Optional<ModelSpec> ours(String name) {
        try {
            return catalogue.model(new ModelId(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<ModelSpec> active(Category category) {
        return providers.active(category).map(ProviderConfig::model).flatMap(catalogue::model);
    }

    private boolean usable(ModelSpec spec) {
        return OFFERED.contains(spec.category())
                && spec.lifecycleAt(clock) != Lifecycle.RETIRED
                && providers.usable(spec.provider());
    }
}
