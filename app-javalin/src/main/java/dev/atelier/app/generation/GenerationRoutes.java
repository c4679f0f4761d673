package dev.atelier.app.generation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.HttpServer;
import dev.atelier.app.http.Idempotency;
import dev.atelier.app.http.Pace;
import dev.atelier.app.http.Paging;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.Reply;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import dev.atelier.core.Atelier;
import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.credit.LedgerEntry;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationFilter;
import dev.atelier.core.generation.GenerationHead;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.GenerationType;
import dev.atelier.core.generation.PromptMode;
import dev.atelier.core.generation.StartCommand;
import dev.atelier.core.generation.StartResult;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.job.Priority;
import dev.atelier.core.picture.PictureLimits;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.quote.QuoteId;
import dev.atelier.core.shared.Page;
import dev.atelier.core.text.TextGeneration;
import dev.atelier.core.upload.Upload;
import dev.atelier.core.upload.UploadId;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes wishes for pictures, shows how far they are, ends them and makes again what did not arrive. */
public final class GenerationRoutes implements Routes {
    private static final String ONE = GenerationViews.PATH + "/{id}";
    private static final int MOST_WAITERS = 32;
    /** One picture of the largest size as base64, and some to spare. */
    private static final long LONGEST_BODY = 48L << 20;

    private static final int MOST_LARGE_BODIES = 2;
    private static final int TEXT_BYTES = 1 << 20;
    private static final String POLL_SECONDS = "2";
    private static final Duration LONGEST_NAP = Duration.ofSeconds(1);

    private final Atelier atelier;
    private final Idempotency idempotency;
    private final Paging paging;
    private final InputPictures pictures;
    private final Refusals refusals;
    private final GenerationViews views;
    private final TextViews textViews;
    private final Semaphore waiters = new Semaphore(MOST_WAITERS);
    private final Semaphore largeBodies = new Semaphore(MOST_LARGE_BODIES);
    private volatile boolean draining;

    public GenerationRoutes(Atelier atelier, Idempotency idempotency, Paging paging, Clock clock) {
        this.atelier = atelier;
        this.idempotency = idempotency;
        this.paging = paging;
        this.pictures = new InputPictures(atelier);
        this.refusals = new Refusals(atelier);
        this.views = new GenerationViews(atelier.blobs(), clock);
        this.textViews = new TextViews(views);
    }

    /** Nothing to say: what failed is made again as it was agreed. */
    record Nothing() {}

    @Override
    public List<String> openApi() {
        return List.of("generations", "texts");
    }

    @Override
    public Area area() {
        return Area.GENERATIONS;
    }

    @Override
    public void addTo(Access access) {
        access.add(
                HandlerType.POST,
                GenerationViews.PATH,
                Gate.CREATOR,
                RouteOptions.streamed(LONGEST_BODY).at(Pace.GENERATIONS),
                this::create);
        access.get(GenerationViews.PATH, Gate.VIEWER, this::list);
        access.get(ONE, Gate.VIEWER, this::one);
        access.post(ONE + "/cancel", Gate.CREATOR, this::cancel);
        access.add(HandlerType.POST, ONE + "/retry", Gate.CREATOR, RouteOptions.JSON.at(Pace.GENERATIONS), this::retry);
        access.get(ONE + "/lineage", Gate.VIEWER, this::lineage);
    }

    @Override
    public void joined(HttpServer server) {
        server.beforeStop(() -> draining = true);
    }

    private void create(Context ctx) throws IOException {
        List<Upload> stored = new ArrayList<>();
        boolean used = false;
        try {
            Reply reply = started(ctx, stored);
            used = !reply.replayed() && reply.status() < 300;
            answer(ctx, reply);
        } finally {
            if (!used) {
                pictures.forget(stored);
            }
        }
    }

    // Pictures in the body are stored before the transaction that the key opens: bytes are part of none.
    private Reply started(Context ctx, List<Upload> stored) throws IOException {
        AtomicBoolean large = new AtomicBoolean();
        var in = RequestBody.stream(ctx, () -> {
            if (!largeBodies.tryAcquire()) {
                throw Problem.of(ProblemCode.UNAVAILABLE, "As many large bodies come in as the server takes.")
                        .retryAfter(Duration.ofSeconds(5));
            }
            large.set(true);
        });
        try (InlineBody body = new InlineBody(in, TEXT_BYTES, PictureLimits.DEFAULT.maxBytes())) {
            byte[] text = body.read();
            StartCommand command = command(ctx, RequestBody.read(text, CreateJson.class), body, stored);
            return idempotency.perform(ctx, () -> text, twin -> accepted(atelier.start(command), command.imageModel()));
        } finally {
            if (large.get()) {
                largeBodies.release();
            }
        }
    }

    private StartCommand command(Context ctx, CreateJson wish, InlineBody body, List<Upload> stored) {
        var caller = Principal.of(ctx).caller();
        ModelId imageModel = model("/imageModel", wish.imageModel());
        ModelId llmModel = model("/llmModel", wish.llmModel());
        // Every form is checked before anything is stored.
        var references = InputPictures.parse(body, "referenceImages", wish.referenceImages());
        var products = InputPictures.parse(body, "productImages", wish.productImages());
        return StartCommand.prompt(caller, wish.prompt())
                .count(wish.imageCount())
                .references(pictures.uploads(caller, references, stored))
                .products(pictures.uploads(caller, products, stored))
                .mask(wish.maskUploadId() == null ? null : new UploadId(wish.maskUploadId()))
                .aspectRatio(wish.aspectRatio())
                .quality(wish.quality())
                .imageModel(imageModel)
                .llmModel(llmModel)
                .seed(wish.seed())
                .parent(wish.parentImageId() == null ? null : new TaskId(wish.parentImageId()))
                .promptMode(wish.promptMode() == null ? PromptMode.WRITTEN_FOR_ME : wish.promptMode())
                .priority(wish.priority() == null ? Priority.NORMAL : wish.priority())
                .quote(wish.quoteId() == null ? null : new QuoteId(wish.quoteId()))
                .build();
    }

    private static @Nullable ModelId model(String pointer, @Nullable String text) {
        return text == null ? null : Params.value(pointer, text, ModelId::new);
    }

    private Reply accepted(StartResult result, @Nullable ModelId wanted) {
        return result.fold(
                generation -> Reply.at(202, GenerationViews.address(generation), GenerationViews.receipt(generation)),
                refusal -> {
                    throw refusals.of(refusal, wanted);
                });
    }

    /** The receipt, or the result if the client prefers to wait and it comes in time. */
    private void answer(Context ctx, Reply reply) {
        Optional<Generation> ended = reply.status() == 202 ? ended(ctx, reply) : Optional.empty();
        reply.write(ctx);
        if (ended.isPresent()) {
            ctx.status(201).header("Preference-Applied", "wait");
            show(ctx, ended.get());
        } else {
            ctx.header("Retry-After", POLL_SECONDS);
        }
    }

    private Optional<Generation> ended(Context ctx, Reply reply) {
        Optional<Duration> wait = Prefer.wait(ctx);
        String location = reply.location();
        if (wait.isEmpty() || location == null || !waiters.tryAcquire()) {
            return Optional.empty();
        }
        try {
            GenerationId id = GenerationId.of(location.substring(GenerationViews.PATH.length() + 1));
            return awaitEnd(Principal.of(ctx).org(), id, wait.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            waiters.release();
        }
    }

    // In short naps: whoever waits for a minute must not hold up the stop of the server, which waits for less.
    private Optional<Generation> awaitEnd(OrgId org, GenerationId id, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            Duration nap = left.compareTo(LONGEST_NAP) < 0 ? left : LONGEST_NAP;
            Optional<Generation> ended = atelier.await(org, id, nap)
                    .filter(generation -> generation.state().terminal());
            if (ended.isPresent() || left.isZero() || draining) {
                return ended;
            }
        }
    }

    private void list(Context ctx) {
        OrgId org = Principal.of(ctx).org();
        GenerationFilter filter = GenerationQuery.filter(ctx);
        GenerationType type = Params.word(ctx, "type", GenerationType.class);
        Page<GenerationHead> heads =
                paging.fetch(ctx, page -> atelier.store().generations().index(org, type, filter, page));
        Map<GenerationId, Object> summaries = summaries(org, heads.items());
        paging.write(ctx, heads.map(head -> summaries.get(head.id())));
    }

    private Map<GenerationId, Object> summaries(OrgId org, List<GenerationHead> heads) {
        Map<GenerationType, List<GenerationId>> ids =
                heads.stream().collect(groupingBy(GenerationHead::type, mapping(GenerationHead::id, toList())));
        Map<GenerationId, Object> summaries = new HashMap<>();
        Store store = atelier.store();
        List<GenerationId> images = ids.getOrDefault(GenerationType.IMAGE, List.of());
        store.generations().findAll(org, images).forEach(one -> summaries.put(one.id(), views.summary(one)));
        List<GenerationId> texts = ids.getOrDefault(GenerationType.TEXT, List.of());
        store.texts().findAll(org, texts).forEach(one -> summaries.put(one.id(), textViews.summary(one)));
        return summaries;
    }

    private void one(Context ctx) {
        Optional<TextGeneration> text = text(ctx);
        if (text.isPresent()) {
            show(ctx, text.get().state(), textViews.tag(text.get()), () -> textViews.full(text.get()));
        } else {
            Generation generation = found(ctx);
            show(ctx, generation.state(), views.tag(generation), () -> views.full(generation));
        }
    }

    private static void show(Context ctx, GenerationState state, String tag, Supplier<Object> full) {
        ctx.header("ETag", tag);
        ctx.header("Cache-Control", "private, no-cache");
        if (!state.terminal()) {
            ctx.header("Retry-After", POLL_SECONDS);
        }
        if (matches(ctx.header("If-None-Match"), tag)) {
            ctx.status(304);
            return;
        }
        ctx.json(full.get());
    }

    // A weak comparison, as RFC 9110 asks of If-None-Match.
    private static boolean matches(@Nullable String sent, String tag) {
        return sent != null
                && Arrays.stream(sent.split(","))
                        .map(String::trim)
                        .map(one -> one.startsWith("W/") ? one.substring(2) : one)
                        .anyMatch(one -> one.equals("*") || one.equals(tag));
    }

    private void cancel(Context ctx) {
        RequestBody.readOrEmpty(ctx, Nothing.class);
        refuseText(ctx, "A text is written while its reader waits; it cannot be cancelled, and ends by itself.");
        OrgId org = Principal.of(ctx).org();
        boolean before = found(ctx).state().terminal();
        Generation generation = atelier.cancel(org, id(ctx)).orElseThrow(() -> Problem.notFound("generation"));
        boolean over = generation.state().terminal();
        // One that ended by itself between the two reads was not cancelled either.
        boolean nothingToCancel = before || (over && !generation.cancelRequested());
        ctx.status(nothingToCancel ? 200 : 202)
                .header("Atelier-Credits-Charged", Long.toString(generation.creditsCharged()));
        if (!nothingToCancel) {
            ctx.header("Location", GenerationViews.address(generation));
        }
        if (!over) {
            ctx.header("Retry-After", POLL_SECONDS);
        }
        show(ctx, generation);
    }

    private void retry(Context ctx) {
        RequestBody.readOrEmpty(ctx, Nothing.class);
        refuseText(ctx, "A text is not retried; ask again. Nothing was charged for one that failed.");
        GenerationId id = id(ctx);
        answer(
                ctx,
                idempotency.perform(
                        ctx,
                        twin -> accepted(
                                atelier.retry(Principal.of(ctx).caller(), id)
                                        .orElseThrow(() -> Problem.notFound("generation")),
                                null)));
    }

    private void lineage(Context ctx) {
        List<LedgerEntry> entries =
                atelier.store().ledger().entriesOf(Principal.of(ctx).org(), id(ctx));
        Optional<TextGeneration> text = text(ctx);
        GenerationJson.TokenRef token =
                Story.token(atelier.store(), Principal.of(ctx).org(), id(ctx));
        ctx.json(
                text.isPresent()
                        ? textViews.lineage(text.get(), entries, token)
                        : Story.of(found(ctx), entries, token));
    }

    private void show(Context ctx, Generation generation) {
        ctx.header("ETag", views.tag(generation));
        ctx.json(views.full(generation));
    }

    /** What this address means, if it is a text. */
    private Optional<TextGeneration> text(Context ctx) {
        return atelier.store().texts().find(Principal.of(ctx).org(), id(ctx));
    }

    private void refuseText(Context ctx, String why) {
        if (text(ctx).isPresent()) {
            throw Problem.of(ProblemCode.CONFLICT, why);
        }
    }

    private static GenerationId id(Context ctx) {
        return Params.id(ctx, "id", "generation", GenerationId::new);
    }

    private Generation found(Context ctx) {
        return atelier.generation(Principal.of(ctx).org(), id(ctx)).orElseThrow(() -> Problem.notFound("generation"));
    }
}
