package dev.atelier.app.openai;

import dev.atelier.app.generation.GenerationViews;
import dev.atelier.app.generation.InputPictures;
import dev.atelier.app.generation.Refusals;
import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Connections;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.HttpServer;
import dev.atelier.app.http.Idempotency;
import dev.atelier.app.http.Pace;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.Reply;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import dev.atelier.core.Atelier;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.blob.StorageFailure;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.PromptMode;
import dev.atelier.core.generation.StartCommand;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.upload.Upload;
import dev.atelier.core.upload.UploadId;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code images.generate()} and {@code images.edit()} of OpenAI's SDKs.
 *
 * <p>Each call is a generation like any other: it holds credits, is in the gallery, and goes on when the caller hangs up. The prompt is
 * taken as written.
 */
public final class OpenAiImageRoutes implements Routes {
    private static final String GENERATIONS = "/v1/images/generations";
    private static final String EDITS = "/v1/images/edits";
    private static final String[] PRODUCES = {"application/json", Frames.MEDIA_TYPE};
    private static final long LONGEST_FORM = 64L << 20;
    private static final Duration JOINABLE = Duration.ofMinutes(10);
    private static final String RETRY_COUNT = "X-Stainless-Retry-Count";

    /** Our fields by their names. */
    private static final Map<String, String> THEIR_NAMES = Map.of(
            "/imageCount", "/n",
            "/aspectRatio", "/size",
            "/imageModel", "/model",
            "/productImages", "/image",
            "/maskUploadId", "/mask");

    private final Atelier atelier;
    private final Idempotency idempotency;
    private final Clock clock;
    private final Patience patience;
    private final Function<Caller, OpenAiModels> models;
    private final InputPictures pictures;
    private final Refusals refusals;
    private final ImageAnswer answers;
    private final Waiting waiting;

    public OpenAiImageRoutes(Atelier atelier, Idempotency idempotency, Clock clock) {
        this(atelier, idempotency, clock, Patience.DEFAULT);
    }

    OpenAiImageRoutes(Atelier atelier, Idempotency idempotency, Clock clock, Patience patience) {
        this.atelier = atelier;
        this.idempotency = idempotency;
        this.clock = clock;
        this.patience = patience;
        this.models = OpenAiModels.forCallers(atelier.store(), atelier.registry(), clock);
        this.pictures = new InputPictures(atelier);
        this.refusals = new Refusals(atelier);
        this.answers = new ImageAnswer(atelier.blobs());
        this.waiting = new Waiting(atelier);
    }

    @Override
    public List<String> openApi() {
        return List.of("openai-images");
    }

    @Override
    public Area area() {
        return Area.GENERATIONS;
    }

    @Override
    public void addTo(Access access) {
        access.add(
                HandlerType.POST,
                GENERATIONS,
                Gate.CREATOR,
                RouteOptions.JSON.producing(PRODUCES).at(Pace.GENERATIONS),
                this::generate);
        access.add(
                HandlerType.POST,
                EDITS,
                Gate.CREATOR,
                RouteOptions.multipart(LONGEST_FORM).producing(PRODUCES).at(Pace.GENERATIONS),
                this::edit);
    }

    @Override
    public void joined(HttpServer server) {
        server.beforeStop(waiting::drain);
    }

    @SuppressWarnings("try") // The seat is held, not used.
    private void generate(Context ctx) throws Exception {
        ImageWish wish = ImageWish.read(Fields.ofJson(RequestBody.tree(ctx)));
        StartCommand command = command(ctx, wish, List.of(), 0, null, false);
        try (AutoCloseable seat = patience.seat()) {
            Reply started = started(ctx, ctx::bodyAsBytes, command);
            answer(ctx, wish, idOf(started), "image_generation.completed");
        }
    }

    @SuppressWarnings("try") // The seat is held, not used.
    private void edit(Context ctx) throws Exception {
        ImageWish wish;
        Reply started;
        try (AutoCloseable seat = patience.seat()) {
            List<Upload> stored = new ArrayList<>();
            boolean used = false;
            try (EditBody body = EditBody.read(ctx)) {
                wish = ImageWish.read(body.fields());
                started = startedEdit(ctx, wish, body, stored);
                used = !started.replayed();
            } finally {
                if (!used) {
                    pictures.forget(stored);
                }
            }
            answer(ctx, wish, idOf(started), "image_edit.completed");
        }
    }

    private Reply startedEdit(Context ctx, ImageWish wish, EditBody body, List<Upload> stored)
            throws IOException, ServletException {
        if (body.pictures().isEmpty()) {
            throw Problem.malformed("/image", "missing_required_parameter", "image is missing.");
        }
        // What the model cannot do is refused before anything is stored.
        EditBody.Picture maskPicture = body.mask();
        boolean masked = maskPicture != null;
        command(ctx, wish, List.of(), body.pictures().size(), null, masked);
        List<UploadId> uploads = new ArrayList<>();
        for (EditBody.Picture picture : body.pictures()) {
            uploads.add(upload(ctx, picture, stored));
        }
        UploadId mask = maskPicture == null ? null : upload(ctx, maskPicture, stored);
        return started(ctx, body::fingerprint, command(ctx, wish, uploads, uploads.size(), mask, masked));
    }

    private UploadId upload(Context ctx, EditBody.Picture picture, List<Upload> stored) {
        UploadId known = picture.upload();
        if (known != null) {
            return known;
        }
        Upload upload = pictures.store(
                Principal.of(ctx).caller(),
                picture.pointer(),
                picture.filename(),
                Objects.requireNonNull(picture.file()));
        stored.add(upload);
        return upload.id();
    }

    private StartCommand command(
            Context ctx,
            ImageWish wish,
            List<UploadId> products,
            int pictureCount,
            @Nullable UploadId mask,
            boolean masked) {
        ModelSpec model = models.apply(Principal.of(ctx).caller()).imageModel(wish.model(), pictureCount, masked);
        Shape shape = Shape.of(model, wish.size(), wish.quality());
        return StartCommand.prompt(Principal.of(ctx).caller(), wish.prompt())
                .count(wish.count())
                .products(products)
                .mask(mask)
                .aspectRatio(shape.aspectRatio())
                .quality(shape.quality())
                .imageModel(model.id())
                .seed(model.capabilities().seed() ? wish.seed() : null)
                .promptMode(PromptMode.AS_WRITTEN)
                .build();
    }

    /** A new generation, or the one that this very call began when it was tried before. */
    private Reply started(Context ctx, Supplier<byte[]> body, StartCommand command) {
        String tries = ctx.header(RETRY_COUNT);
        Idempotency.Work work = twin -> atelier.start(command)
                .fold(
                        generation ->
                                Reply.at(202, GenerationViews.address(generation), GenerationViews.receipt(generation)),
                        refusal -> {
                            throw theirs(refusals.of(refusal, command.imageModel()));
                        });
        if (tries == null) {
            return idempotency.perform(ctx, body, work);
        }
        OrgId org = Principal.of(ctx).org();
        return idempotency.performOrJoin(ctx, body, !tries.equals("0"), earlier -> joinable(org, earlier), work);
    }

    // What failed is worth another go, and what is old was not meant.
    private boolean joinable(OrgId org, Reply earlier) {
        return atelier.generation(org, idOf(earlier))
                .filter(generation ->
                        generation.state() != GenerationState.FAILED && generation.state() != GenerationState.CANCELLED)
                .filter(generation ->
                        clock.instant().isBefore(generation.createdAt().plus(JOINABLE)))
                .isPresent();
    }

    private static GenerationId idOf(Reply reply) {
        String location = String.valueOf(reply.location());
        return GenerationId.of(location.substring(location.lastIndexOf('/') + 1));
    }

    private static Problem theirs(Problem problem) {
        return problem.withFields(problem.fields().stream()
                .map(field -> {
                    String[] parts = field.pointer().split("(?<!^)/", 2);
                    String name = THEIR_NAMES.getOrDefault(parts[0], parts[0]);
                    return new Problem.Field(
                            parts.length == 1 ? name : name + "/" + parts[1],
                            field.code(),
                            field.detail(),
                            field.allowed());
                })
                .toList());
    }

    private void answer(Context ctx, ImageWish wish, GenerationId id, String type) throws IOException {
        OrgId org = Principal.of(ctx).org();
        if (wish.stream()) {
            stream(ctx, org, id, type);
            return;
        }
        Generation generation = waiting.<RuntimeException>ended(org, id, patience.answer(), now -> {});
        ctx.status(200).contentType("application/json");
        try {
            answers.write(ctx.outputStream(), generation, wish.links());
        } catch (IOException | StorageFailure e) {
            // Half an answer must not look like a whole one.
            Connections.cut(ctx).run();
        }
    }

    private void stream(Context ctx, OrgId org, GenerationId id, String type) throws IOException {
        ctx.status(200).contentType(Frames.MEDIA_TYPE).header("X-Accel-Buffering", "no");
        OutputStream out = ctx.res().getOutputStream();
        try {
            follow(out, org, id, type);
        } catch (Problem problem) {
            out.write(Frames.error(problem));
        } catch (StorageFailure e) {
            Connections.cut(ctx).run();
            return;
        }
        out.flush();
    }

    // Each picture as soon as it is stored; comments in between, so that nobody takes the connection for dead.
    private void follow(OutputStream out, OrgId org, GenerationId id, String type) throws IOException {
        Set<TaskId> sent = new HashSet<>();
        long[] wroteAt = {System.nanoTime()};
        out.write(Frames.KEEP_ALIVE);
        out.flush();
        waiting.ended(org, id, patience.stream(), now -> {
            for (ImageTask task : now.tasks()) {
                var picture = task.output();
                if (picture != null && sent.add(task.id())) {
                    answers.event(out, type, now, picture);
                    out.flush();
                    wroteAt[0] = System.nanoTime();
                }
            }
            if (System.nanoTime() - wroteAt[0] >= patience.quiet().toNanos()) {
                out.write(Frames.KEEP_ALIVE);
                out.flush();
                wroteAt[0] = System.nanoTime();
            }
        });
    }
}
