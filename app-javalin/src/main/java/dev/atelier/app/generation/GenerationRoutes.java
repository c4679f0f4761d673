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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Takes wishes for pictures, shows how far they are, ends them and makes again what did not arrive. */
public final class GenerationRoutes implements Routes {
    private static final String ONE = GenerationViews.PATH + "/{id}";
    /** One picture of the largest size as base64, and some to spare. */
    private static final long LONGEST_BODY = 48L << 20;

    private static final int MOST_LARGE_BODIES = 2;
    private static final int TEXT_BYTES = 1 << 20;

    private final Atelier atelier;
    private final Idempotency idempotency;
    private final Paging paging;
    private final InputPictures pictures;
    private final Refusals refusals;
    private final GenerationViews views;
    private final TextViews textViews;
    private final MediaViews mediaViews;
    private final GenerationAnswers answers;
    private final Semaphore largeBodies = new Semaphore(MOST_LARGE_BODIES);

    public GenerationRoutes(Atelier atelier, Idempotency idempotency, Paging paging, Clock clock) {
        this.atelier = atelier;
        this.idempotency = idempotency;
        this.paging = paging;
        this.pictures = new InputPictures(atelier);
        this.refusals = new Refusals(atelier);
        this.views = new GenerationViews(atelier.blobs(), clock);
        this.textViews = new TextViews(views);
        this.mediaViews = new MediaViews(views);
        this.answers = new GenerationAnswers(atelier, views);
    }

    /** Nothing to say: what failed is made again as it was agreed. */
    record Nothing() {}

    @Override
    public List<String> openApi() {
        return List.of("generations", "texts", "media");
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
        server.beforeStop(answers::drain);
    }

    private void create(Context ctx) throws IOException {
        List<Upload> stored = new ArrayList<>();
        boolean used = false;
        try {
            Reply reply = started(ctx, stored);
            used = !reply.replayed() && reply.status() < 300;
            answers.answer(ctx, reply);
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
                .fallback(wish.fallback())
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
        store.texts()
                .findAll(org, ids.getOrDefault(GenerationType.TEXT, List.of()))
                .forEach(one -> summaries.put(one.id(), textViews.summary(one)));
        List<GenerationId> files = heads.stream()
                .filter(head -> head.type() != GenerationType.TEXT)
                .map(GenerationHead::id)
                .toList();
        store.generations().findAll(org, files).forEach(one -> summaries.put(one.id(), summary(one)));
        return summaries;
    }

    private Object summary(Generation generation) {
        return generation.type() == GenerationType.IMAGE ? views.summary(generation) : mediaViews.summary(generation);
    }

    private void one(Context ctx) {
        Optional<TextGeneration> text = text(ctx);
        if (text.isPresent()) {
            GenerationAnswers.show(
                    ctx, text.get().state(), textViews.tag(text.get()), () -> textViews.full(text.get()));
        } else {
            Generation generation = found(ctx);
            GenerationAnswers.show(ctx, generation.state(), views.tag(generation), () -> answers.full(generation));
        }
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
            ctx.header("Retry-After", GenerationAnswers.POLL_SECONDS);
        }
        answers.show(ctx, generation);
    }

    private void retry(Context ctx) {
        RequestBody.readOrEmpty(ctx, Nothing.class);
        refuseText(ctx, "A text is not retried; ask again. Nothing was charged for one that failed.");
        GenerationId id = id(ctx);
        answers.answer(
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
                text.isPresent() ? textViews.lineage(text.get(), entries, token) : lineage(found(ctx), entries, token));
    }

    private Object lineage(Generation generation, List<LedgerEntry> entries, GenerationJson.@Nullable TokenRef token) {
        return generation.type() == GenerationType.IMAGE
                ? Story.of(generation, entries, token)
                : mediaViews.lineage(generation, entries, token);
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
