package dev.atelier.app.openai;

import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.core.text.TextGeneration;
import dev.atelier.core.text.TextOutput;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One answer on its way to its reader. The model is asked on a thread of its own: when the reader goes, the answer is finished and stored
 * all the same. Until the first word or the first silence nothing is sent, so that a failure before it is a plain error answer.
 */
final class ChatStream {
    private final Context ctx;
    private final ChatAnswer answer;
    private final boolean usage;
    private final Duration quiet;
    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private @Nullable OutputStream out;

    /** Words, or the end, or neither if the thread broke. */
    private record News(@Nullable String words, @Nullable TextGeneration ended) {}

    /** @param quiet how long the stream may be silent */
    ChatStream(Context ctx, TextGeneration accepted, boolean usage, Duration quiet) {
        this.ctx = ctx;
        this.answer = new ChatAnswer(accepted);
        this.usage = usage;
        this.quiet = quiet;
    }

    /**
     * Has the work done on the executor.
     *
     * @param work tells words, and gives the generation at its end
     * @param over run when the work has ended, whatever becomes of the reader
     */
    void begin(Function<Consumer<String>, TextGeneration> work, Executor executor, Runnable over) {
        executor.execute(() -> {
            @Nullable TextGeneration ended = null;
            try {
                ended = work.apply(piece -> news.add(new News(piece, null)));
            } finally {
                over.run();
                news.add(new News(null, ended));
            }
        });
    }

    /** Writes until the end. */
    void write() throws IOException {
        try {
            while (true) {
                News next = news.poll(quiet.toMillis(), TimeUnit.MILLISECONDS);
                if (next == null) {
                    send(ChatAnswer.KEEP_ALIVE);
                } else if (next.words() != null) {
                    send(answer.words(next.words()));
                } else {
                    end(next.ended());
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void end(@Nullable TextGeneration ended) throws IOException {
        TextOutput output = ended == null ? null : ended.output();
        if (output == null) {
            Problem problem = ended == null || ended.failure() == null
                    ? Problem.of(ProblemCode.INTERNAL_ERROR, "The answer could not be finished; nothing was charged.")
                    : ChatProblems.of(ended.failure());
            if (out == null) {
                throw problem;
            }
            send(ChatAnswer.error(problem));
            return;
        }
        send(answer.last(output));
        if (usage) {
            var tokens = answer.tokens(output);
            if (tokens.isPresent()) {
                send(tokens.get());
            }
        }
        send(ChatAnswer.DONE);
    }

    private void send(byte[] frame) throws IOException {
        if (out == null) {
            open();
        }
        OutputStream begun = Objects.requireNonNull(out);
        begun.write(frame);
        begun.flush();
    }

    private void open() throws IOException {
        ctx.status(200);
        ctx.res().setContentType("text/event-stream; charset=utf-8");
        ctx.header("Cache-Control", "no-store");
        // Keeps nginx from collecting events before it passes them on.
        ctx.header("X-Accel-Buffering", "no");
        out = ctx.res().getOutputStream();
        out.write(answer.first());
    }
}
