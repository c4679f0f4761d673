package dev.atelier.app.generation;

import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Reply;
import dev.atelier.core.Atelier;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.GenerationType;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers work that was taken on, with its receipt or its result, whatever its type. Thread-safe. */
final class GenerationAnswers {
    static final String POLL_SECONDS = "2";

    private static final int MOST_WAITERS = 32;
    private static final Duration LONGEST_NAP = Duration.ofSeconds(1);

    private final Atelier atelier;
    private final GenerationViews views;
    private final MediaViews mediaViews;
    private final Semaphore waiters = new Semaphore(MOST_WAITERS);
    private volatile boolean draining;

    GenerationAnswers(Atelier atelier, GenerationViews views) {
        this.atelier = atelier;
        this.views = views;
        this.mediaViews = new MediaViews(views);
    }

    /** Lets nobody wait any more. */
    void drain() {
        draining = true;
    }

    Object full(Generation generation) {
        return generation.type() == GenerationType.IMAGE ? views.full(generation) : mediaViews.full(generation);
    }

    void show(Context ctx, Generation generation) {
        ctx.header("ETag", views.tag(generation));
        ctx.json(full(generation));
    }

    /** The receipt, or the result if the client prefers to wait and it comes in time. */
    void answer(Context ctx, Reply reply) {
        Optional<Generation> ended = reply.status() == 202 ? ended(ctx, idOf(reply)) : Optional.empty();
        reply.write(ctx);
        if (ended.isPresent()) {
            ctx.status(201).header("Preference-Applied", "wait");
            show(ctx, ended.get());
        } else {
            ctx.header("Retry-After", POLL_SECONDS);
        }
    }

    /** The generation that a receipt is for: the last part of its address. */
    static GenerationId idOf(Reply receipt) {
        String location = String.valueOf(receipt.location());
        return GenerationId.of(location.substring(location.lastIndexOf('/') + 1));
    }

    /** The generation at its end; empty if the client does not want to wait, or it takes longer than it does. */
    Optional<Generation> ended(Context ctx, GenerationId id) {
        Optional<Duration> wait = Prefer.wait(ctx);
        if (wait.isEmpty() || !waiters.tryAcquire()) {
            return Optional.empty();
        }
        try {
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

    static void show(Context ctx, GenerationState state, String tag, Supplier<Object> full) {
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
}
