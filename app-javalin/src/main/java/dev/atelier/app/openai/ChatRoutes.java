package dev.atelier.app.openai;

import dev.atelier.app.generation.InlineBody;
import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.HttpServer;
import dev.atelier.app.http.Idempotency;
import dev.atelier.app.http.Pace;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.Reply;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import dev.atelier.core.Atelier;
import dev.atelier.core.account.Caller;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.picture.PictureLimits;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.shared.Threads;
import dev.atelier.core.text.ChatCommand;
import dev.atelier.core.text.TextGeneration;
import dev.atelier.core.text.TextOutput;
import dev.atelier.core.upload.Upload;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Chat completions as OpenAI's SDKs ask for them, answered through the LLM chain; each is a generation of ours. */
public final class ChatRoutes implements Routes {
    private static final String PATH = "/v1/chat/completions";
    /** Each holds a thread. */
    private static final int MOST_ANSWERS = 64;

    private static final Duration QUIET = Duration.ofSeconds(15);
    private static final Duration FULL = Duration.ofSeconds(5);
    private static final long LONGEST_BODY = 48L << 20;
    private static final int LONGEST_TEXT = 1 << 20;
    private static final int MOST_LARGE_BODIES = 2;

    private final Atelier atelier;
    private final Function<Caller, OpenAiModels> models;
    private final ChatPictures pictures;
    private final ChatJoining joining;
    private final Duration quiet;
    private final ExecutorService answers = Threads.workers("atelier-chat", MOST_ANSWERS);
    private final Semaphore seats = new Semaphore(MOST_ANSWERS);
    private final Semaphore largeBodies = new Semaphore(MOST_LARGE_BODIES);

    public ChatRoutes(Atelier atelier, Idempotency idempotency, Clock clock) {
        this(atelier, idempotency, clock, QUIET);
    }

    /** @param quiet how long a stream may be silent */
    ChatRoutes(Atelier atelier, Idempotency idempotency, Clock clock, Duration quiet) {
        this.atelier = atelier;
        this.joining = new ChatJoining(atelier.store().texts(), idempotency, clock);
        this.models = OpenAiModels.forCallers(atelier.store(), atelier.registry(), clock);
        this.pictures = new ChatPictures(atelier);
        this.quiet = quiet;
    }

    @Override
    public Area area() {
        return Area.GENERATIONS;
    }

    @Override
    public List<String> openApi() {
        return List.of("openai-chat");
    }

    @Override
    public void joined(HttpServer server) {
        server.beforeStop(joining::drain);
    }

    @Override
    public void addTo(Access access) {
        access.add(
                HandlerType.POST,
                PATH,
                Gate.CREATOR,
                RouteOptions.streamed(LONGEST_BODY)
                        .producing("application/json", "text/event-stream")
                        .at(Pace.GENERATIONS),
                this::complete);
    }

    /**
     * What became of a call.
     *
     * @param joined true if it is the generation of an earlier try
     */
    private record Taken(TextGeneration text, boolean joined) {}

    private void complete(Context ctx) throws IOException {
        if (!seats.tryAcquire()) {
            throw Problem.of(ProblemCode.UNAVAILABLE, "As many answers are being written as the server takes.")
                    .retryAfter(FULL);
        }
        Seat seat = new Seat();
        try {
            AtomicReference<ChatWish> wish = new AtomicReference<>();
            Taken taken = taken(ctx, wish);
            ctx.header("Atelier-Generation-Id", taken.text().id().toString());
            ChatWish read = Objects.requireNonNull(wish.get());
            if (read.stream()) {
                stream(ctx, read, taken, seat);
            } else {
                answer(ctx, ended(taken, piece -> {}));
            }
        } finally {
            seat.leave();
        }
    }

    /** One of those who may be answered at once; left once, by whoever is the last to need it. */
    private final class Seat {
        private final AtomicBoolean kept = new AtomicBoolean();

        /** Lets the thread that asks the model leave it instead of the request. */
        Runnable keep() {
            kept.set(true);
            return seats::release;
        }

        void leave() {
            if (!kept.get()) {
                seats.release();
            }
        }
    }

    private void stream(Context ctx, ChatWish wish, Taken taken, Seat seat) throws IOException {
        ChatStream stream = new ChatStream(ctx, taken.text(), wish.usage(), quiet);
        // The other thread is kept to the caller's org as this one is.
        stream.begin(
                words -> atelier.store().transactions().forOrg(taken.text().org(), () -> ended(taken, words)),
                answers,
                seat.keep());
        stream.write();
    }

    /** Asks the model, or waits for the end of what an earlier try has begun. */
    private TextGeneration ended(Taken taken, Consumer<String> words) {
        if (!taken.joined()) {
            return atelier.chat().answer(taken.text(), words);
        }
        TextGeneration ended = joining.ended(taken.text());
        TextOutput output = ended.output();
        if (output != null) {
            words.accept(output.text());
        }
        return ended;
    }

    private static void answer(Context ctx, TextGeneration ended) {
        TaskFailure failure = ended.failure();
        if (failure != null) {
            throw ChatProblems.of(failure);
        }
        if (ended.output() == null) {
            throw Problem.of(ProblemCode.INTERNAL_ERROR, "The answer could not be finished; nothing was charged.");
        }
        ctx.header("Atelier-Credits-Charged", Long.toString(ended.creditsCharged()));
        ctx.json(new ChatAnswer(ended).whole(ended));
    }

    // Pictures in the body are stored before the transaction that the key opens: bytes are part of none.
    private Taken taken(Context ctx, AtomicReference<ChatWish> asked) throws IOException {
        AtomicBoolean large = new AtomicBoolean();
        List<Upload> stored = new ArrayList<>();
        boolean used = false;
        var in = RequestBody.stream(ctx, () -> {
            if (!largeBodies.tryAcquire()) {
                throw Problem.of(ProblemCode.UNAVAILABLE, "As many large bodies come in as the server takes.")
                        .retryAfter(FULL);
            }
            large.set(true);
        });
        try (InlineBody body = InlineBody.everywhere(in, LONGEST_TEXT, PictureLimits.DEFAULT.maxBytes())) {
            byte[] text = body.read();
            ChatWish wish = ChatWish.read(RequestBody.longTexts(text));
            asked.set(wish);
            ChatCommand command = command(Principal.of(ctx).caller(), wish, body, stored);
            AtomicReference<@Nullable TextGeneration> mine = new AtomicReference<>();
            Reply reply = joining.perform(ctx, text, twin -> accepted(command, mine));
            TextGeneration accepted = mine.get();
            used = !reply.replayed();
            return reply.replayed() || accepted == null
                    ? new Taken(joining.earlier(ctx, reply), true)
                    : new Taken(accepted, false);
        } finally {
            if (large.get()) {
                largeBodies.release();
            }
            if (!used) {
                pictures.forget(stored);
            }
        }
    }

    private ChatCommand command(Caller caller, ChatWish wish, InlineBody body, List<Upload> stored) {
        @Nullable ModelId model = models.apply(caller).textModel(wish.model());
        return new ChatCommand(
                caller,
                pictures.messages(caller, wish, body, stored),
                model,
                wish.maxTokens(),
                wish.temperature(),
                wish.stop(),
                wish.json());
    }

    private Reply accepted(ChatCommand command, AtomicReference<@Nullable TextGeneration> mine) {
        return atelier.chat()
                .accept(command)
                .fold(
                        text -> {
                            mine.set(text);
                            return Reply.at(
                                    202,
                                    ChatJoining.ADDRESS + text.id(),
                                    Map.of("id", text.id().toString()));
                        },
                        refusal -> {
                            throw ChatProblems.of(refusal);
                        });
    }
}
