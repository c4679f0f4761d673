package dev.atelier.app.generation;

import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.HttpServer;
import dev.atelier.app.http.Idempotency;
import dev.atelier.app.http.Pace;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.Reply;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import dev.atelier.core.Atelier;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.generation.FilmCommand;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.PromptMode;
import dev.atelier.core.generation.StartCommand;
import dev.atelier.core.generation.StartResult;
import dev.atelier.core.job.Priority;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.quote.QuoteId;
import dev.atelier.core.upload.UploadId;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The standard API's way to generate: a form drawn from {@code /models/{id}/capabilities} is posted, and a job comes back. Each job is a
 * generation like any other, under its own id; the prompt is taken as written.
 */
public final class JobDoorRoutes implements Routes {
    private static final String GENERATE = "/api/v1/generate/";
    private static final Set<ModelCategory> FILMS =
            EnumSet.of(ModelCategory.TEXT_TO_VIDEO, ModelCategory.IMAGE_TO_VIDEO);
    private static final Set<ModelCategory> OUT_OF_PICTURES =
            EnumSet.of(ModelCategory.IMAGE_TO_IMAGE, ModelCategory.IMAGE_TO_VIDEO);
    private static final Set<ModelCategory> CATEGORIES = EnumSet.of(
            ModelCategory.TEXT_TO_IMAGE,
            ModelCategory.IMAGE_TO_IMAGE,
            ModelCategory.TEXT_TO_VIDEO,
            ModelCategory.IMAGE_TO_VIDEO);

    /** Our fields by the names that they have here. */
    private static final Map<String, String> NAMES = Map.of(
            "/imageCount", "/numGenerations",
            "/count", "/numGenerations",
            "/imageUploadIds", "/inputImages",
            "/model", "/aiModelId",
            "/quality", "/resolution",
            "/imageModel", "/aiModelId",
            "/productImages", "/inputImages");

    private final Atelier atelier;
    private final Idempotency idempotency;
    private final Refusals refusals;
    private final GenerationAnswers answers;

    public JobDoorRoutes(Atelier atelier, Idempotency idempotency, Clock clock) {
        this.atelier = atelier;
        this.idempotency = idempotency;
        this.refusals = new Refusals(atelier);
        this.answers = new GenerationAnswers(atelier, new GenerationViews(atelier.blobs(), clock));
    }

    @Override
    public List<String> openApi() {
        return List.of("generate");
    }

    @Override
    public Area area() {
        return Area.GENERATIONS;
    }

    @Override
    public void addTo(Access access) {
        for (ModelCategory category : CATEGORIES) {
            access.add(
                    HandlerType.POST,
                    GENERATE + word(category),
                    Gate.CREATOR,
                    RouteOptions.JSON.at(Pace.GENERATIONS),
                    ctx -> generate(ctx, category));
        }
        access.get(JobJson.JOBS + "/{jobId}", Gate.VIEWER, this::job);
    }

    @Override
    public void joined(HttpServer server) {
        server.beforeStop(answers::drain);
    }

    private void generate(Context ctx, ModelCategory category) {
        JobJson.Wish wish = RequestBody.read(ctx, JobJson.Wish.class);
        ModelId model = Params.value("/aiModelId", wish.aiModelId(), ModelId::new);
        checkCategory(model, category);
        List<UploadId> pictures = pictures(wish, category);
        Supplier<StartResult> start =
                FILMS.contains(category) ? film(ctx, wish, model, pictures) : images(ctx, wish, model, pictures);
        Reply reply = idempotency.perform(
                ctx,
                twin -> start.get()
                        .fold(
                                generation -> Reply.at(
                                        202,
                                        JobJson.JOBS + "/" + generation.id(),
                                        JobJson.job(generation, atelier.blobs())),
                                refusal -> {
                                    throw inTheirWords(refusals.of(refusal, model));
                                }));
        answer(ctx, reply);
    }

    private void checkCategory(ModelId id, ModelCategory category) {
        ModelSpec model = atelier.store()
                .catalogue()
                .model(id)
                .orElseThrow(() ->
                        Problem.unprocessable("/aiModelId", "unknown", "Model " + id + " is not in the catalogue."));
        if (!model.categories().contains(category)) {
            throw Problem.unprocessable(
                    "/aiModelId", "unsupported", "Model " + id + " is for " + model.categories() + ".");
        }
    }

    private static List<UploadId> pictures(JobJson.Wish wish, ModelCategory category) {
        List<UUID> pictures = wish.inputImages() == null ? List.of() : wish.inputImages();
        boolean wanted = OUT_OF_PICTURES.contains(category);
        if (wanted && pictures.isEmpty()) {
            throw Problem.unprocessable(
                    "/inputImages", "out_of_range", "At least one picture is wanted to start from.");
        }
        if (!wanted && !pictures.isEmpty()) {
            String word = word(category).replace("text-to", "image-to");
            throw Problem.unprocessable(
                    "/inputImages", "unsupported", "Pictures to start from are sent to " + GENERATE + word + ".");
        }
        return pictures.stream().map(UploadId::new).toList();
    }

    private Supplier<StartResult> images(Context ctx, JobJson.Wish wish, ModelId model, List<UploadId> pictures) {
        if (wish.seconds() != null) {
            throw Problem.unprocessable("/seconds", "unsupported", "A picture has no length.");
        }
        StartCommand command = StartCommand.prompt(Principal.of(ctx).caller(), wish.prompt())
                .count(count(wish))
                .products(pictures)
                .aspectRatio(wish.aspectRatio())
                .quality(wish.resolution())
                .imageModel(model)
                .seed(wish.seed())
                .promptMode(PromptMode.AS_WRITTEN)
                .quote(quote(wish))
                .build();
        return () -> atelier.start(command);
    }

    private Supplier<StartResult> film(Context ctx, JobJson.Wish wish, ModelId model, List<UploadId> pictures) {
        FilmCommand command = new FilmCommand(
                Principal.of(ctx).caller(),
                wish.prompt(),
                count(wish),
                pictures,
                wish.aspectRatio(),
                wish.resolution(),
                wish.seconds(),
                model,
                wish.seed(),
                Priority.NORMAL,
                quote(wish));
        return () -> atelier.start(command);
    }

    private static int count(JobJson.Wish wish) {
        return wish.numGenerations() == null ? 1 : wish.numGenerations();
    }

    private static @Nullable QuoteId quote(JobJson.Wish wish) {
        return wish.quoteId() == null ? null : new QuoteId(wish.quoteId());
    }

    private static Problem inTheirWords(Problem problem) {
        return problem.withFields(problem.fields().stream()
                .map(field -> {
                    String[] parts = field.pointer().split("(?<!^)/", 2);
                    String name = NAMES.getOrDefault(parts[0], parts[0]);
                    return new Problem.Field(
                            parts.length == 1 ? name : name + "/" + parts[1],
                            field.code(),
                            field.detail(),
                            field.allowed());
                })
                .toList());
    }

    /** The job as it was taken on, or at its end if the client prefers to wait and it comes in time. */
    private void answer(Context ctx, Reply reply) {
        Optional<Generation> ended = answers.ended(ctx, GenerationAnswers.idOf(reply));
        reply.write(ctx);
        if (ended.isPresent()) {
            ctx.status(200).header("Preference-Applied", "wait");
            show(ctx, ended.get());
        } else {
            ctx.header("Retry-After", GenerationAnswers.POLL_SECONDS);
        }
    }

    private void job(Context ctx) {
        GenerationId id = Params.id(ctx, "jobId", "job", GenerationId::new);
        Generation generation =
                atelier.generation(Principal.of(ctx).org(), id).orElseThrow(() -> Problem.notFound("job"));
        if (!generation.state().terminal()) {
            ctx.header("Retry-After", GenerationAnswers.POLL_SECONDS);
        }
        ctx.header("Cache-Control", "private, no-cache");
        show(ctx, generation);
    }

    private void show(Context ctx, Generation generation) {
        ctx.json(JobJson.job(generation, atelier.blobs()));
    }

    private static String word(ModelCategory category) {
        return category.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
