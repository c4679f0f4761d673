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
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.Reply;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import dev.atelier.core.Atelier;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.InputImage;
import dev.atelier.core.generation.Refusal;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.shared.FieldError;
import dev.atelier.core.shared.Threads;
import dev.atelier.core.text.ChatCommand;
import dev.atelier.core.text.ChatMessage;
import dev.atelier.core.text.ChatPart;
import dev.atelier.core.text.ChatRole;
import dev.atelier.core.text.TextGeneration;
import dev.atelier.core.upload.Upload;
import dev.atelier.core.upload.UploadId;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Takes wishes for texts; each is written by the LLM chain while its asker reads on, or waits. */
public final class TextRoutes implements Routes {
    private static final String PATH = "/api/v1/texts";
    /** Each holds a thread. */
    private static final int MOST_ANSWERS = 32;

    private static final Duration FULL = Duration.ofSeconds(5);
    private static final long NAP_MILLIS = 100;

    private final Atelier atelier;
    private final Idempotency idempotency;
    private final Refusals refusals;
    private final TextViews views;
    private final ExecutorService writers = Threads.workers("atelier-text", MOST_ANSWERS);
    private final Semaphore seats = new Semaphore(MOST_ANSWERS);
    private volatile boolean draining;

    public TextRoutes(Atelier atelier, Idempotency idempotency, Clock clock) {
        this.atelier = atelier;
        this.idempotency = idempotency;
        this.refusals = new Refusals(atelier);
        this.views = new TextViews(new GenerationViews(atelier.blobs(), clock));
    }

    @Override
    public List<String> openApi() {
        return List.of("text-wishes");
    }

    @Override
    public Area area() {
        return Area.GENERATIONS;
    }

    @Override
    public void addTo(Access access) {
        access.add(HandlerType.POST, PATH, Gate.CREATOR, RouteOptions.JSON.at(Pace.GENERATIONS), this::write);
    }

    @Override
    public void joined(HttpServer server) {
        server.beforeStop(() -> draining = true);
    }

    private void write(Context ctx) {
        TextWish wish = RequestBody.read(ctx, TextWish.class);
        if (!seats.tryAcquire()) {
            throw Problem.of(ProblemCode.UNAVAILABLE, "As many texts are being written as the server takes.")
                    .retryAfter(FULL);
        }
        AtomicReference<@Nullable TextGeneration> mine = new AtomicReference<>();
        boolean begun = false;
        try {
            ChatCommand command = command(Principal.of(ctx).caller(), wish);
            Reply reply = idempotency.perform(ctx, twin -> accepted(command, mine));
            TextGeneration text = mine.get();
            if (text != null && !reply.replayed()) {
                writers.execute(() -> answer(text));
                begun = true;
            }
            reply(ctx, reply);
        } finally {
            if (!begun) {
                seats.release();
            }
        }
    }

    private void answer(TextGeneration text) {
        try {
            // This thread is kept to the asker's org as the request's was.
            atelier.store()
                    .transactions()
                    .forOrg(text.org(), () -> atelier.chat().answer(text, words -> {}));
        } finally {
            seats.release();
        }
    }

    private ChatCommand command(Caller caller, TextWish wish) {
        List<ChatMessage> messages = new ArrayList<>();
        if (wish.system() != null && !wish.system().isBlank()) {
            messages.add(ChatMessage.text(ChatRole.SYSTEM, wish.system()));
        }
        if (wish.prompt().isBlank()) {
            throw Problem.unprocessable("/prompt", "required", "prompt is empty");
        }
        List<ChatPart> parts = new ArrayList<>(List.of(ChatPart.text(wish.prompt())));
        List<UUID> images = wish.imageUploadIds() == null ? List.of() : wish.imageUploadIds();
        for (int i = 0; i < images.size(); i++) {
            parts.add(ChatPart.picture(picture(caller.org(), "/imageUploadIds/" + i, new UploadId(images.get(i)))));
        }
        messages.add(new ChatMessage(ChatRole.USER, parts));
        ModelId model = wish.model() == null ? null : Params.value("/model", wish.model(), ModelId::new);
        return new ChatCommand(caller, messages, model, wish.maxTokens(), wish.temperature(), List.of(), false);
    }

    private InputImage picture(OrgId org, String pointer, UploadId id) {
        Optional<Upload> upload = atelier.store().uploads().find(org, id);
        if (upload.isEmpty()) {
            throw Problem.unprocessable(pointer, "unknown", "upload " + id + " does not exist");
        }
        return upload.map(Upload::info)
                .map(info -> new InputImage(id, upload.get().key(), info))
                .orElseThrow(
                        () -> Problem.unprocessable(pointer, "not_ready", "upload " + id + " is not complete yet"));
    }

    private Reply accepted(ChatCommand command, AtomicReference<@Nullable TextGeneration> mine) {
        return atelier.chat()
                .accept(command)
                .fold(
                        text -> {
                            mine.set(text);
                            return Reply.at(202, TextViews.address(text), TextViews.receipt(text));
                        },
                        refusal -> {
                            throw refusals.of(ours(refusal), command.model(), Category.LLM);
                        });
    }

    /** The conversation is our own making: what is wrong with it is wrong with the prompt. */
    private static Refusal ours(Refusal refusal) {
        List<FieldError> errors = refusal.errors().stream()
                .map(error -> error.field().startsWith("/messages")
                        ? new FieldError("/prompt", error.code(), error.detail().replace("messages", "prompt"))
                        : error)
                .toList();
        return new Refusal(refusal.code(), refusal.detail().replace("messages", "prompt"), errors, refusal.room());
    }

    /** The receipt, or the text if the client prefers to wait and it comes in time. */
    private void reply(Context ctx, Reply reply) {
        Optional<TextGeneration> ended = reply.status() == 202 ? ended(ctx, reply) : Optional.empty();
        reply.write(ctx);
        if (ended.isPresent()) {
            ctx.status(201).header("Preference-Applied", "wait").header("ETag", views.tag(ended.get()));
            ctx.json(views.full(ended.get()));
        } else {
            ctx.header("Retry-After", GenerationAnswers.POLL_SECONDS);
        }
    }

    private Optional<TextGeneration> ended(Context ctx, Reply reply) {
        Optional<Duration> wait = Prefer.wait(ctx);
        String location = reply.location();
        if (wait.isEmpty() || location == null) {
            return Optional.empty();
        }
        GenerationId id = GenerationId.of(location.substring(GenerationViews.PATH.length() + 1));
        OrgId org = Principal.of(ctx).org();
        long deadline = System.nanoTime() + wait.get().toNanos();
        try {
            while (true) {
                Optional<TextGeneration> ended = atelier.store()
                        .texts()
                        .find(org, id)
                        .filter(text -> text.state().terminal());
                if (ended.isPresent() || draining || System.nanoTime() > deadline) {
                    return ended;
                }
                TimeUnit.MILLISECONDS.sleep(NAP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
