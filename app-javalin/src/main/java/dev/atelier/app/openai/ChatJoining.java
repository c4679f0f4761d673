package dev.atelier.app.openai;

import dev.atelier.app.http.Idempotency;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.Reply;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.text.TextGeneration;
import dev.atelier.core.text.spi.TextGenerationRepository;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Lets a call that was sent twice, under one key or by an SDK that tries again, be answered once: the second waits for the answer to the
 * first. Thread-safe.
 */
final class ChatJoining {
    static final String ADDRESS = "/api/v1/generations/";
    private static final String RETRY_COUNT = "X-Stainless-Retry-Count";
    private static final Duration JOINABLE = Duration.ofMinutes(10);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final long NAP_MILLIS = 200;

    private final TextGenerationRepository texts;
    private final Idempotency idempotency;
    private final Clock clock;
    private volatile boolean draining;

    ChatJoining(TextGenerationRepository texts, Idempotency idempotency, Clock clock) {
        this.texts = texts;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    void drain() {
        draining = true;
    }

    /** Does the work, unless an earlier try did. */
    Reply perform(Context ctx, byte[] body, Idempotency.Work work) {
        String tries = ctx.header(RETRY_COUNT);
        if (tries == null) {
            return idempotency.perform(ctx, () -> body, work);
        }
        OrgId org = Principal.of(ctx).org();
        return idempotency.performOrJoin(
                ctx, () -> body, !tries.equals("0"), reply -> joinable(text(org, reply)), work);
    }

    // What failed is worth another go, and what is old was not meant.
    private boolean joinable(Optional<TextGeneration> text) {
        return text.filter(one -> one.state() != GenerationState.FAILED
                        && clock.instant().isBefore(one.createdAt().plus(JOINABLE)))
                .isPresent();
    }

    /** The generation of an earlier try, as it is now. */
    TextGeneration earlier(Context ctx, Reply reply) {
        ctx.header("Idempotency-Replayed", "true");
        return text(Principal.of(ctx).org(), reply).orElseThrow(() -> Problem.notFound("generation"));
    }

    private Optional<TextGeneration> text(OrgId org, Reply reply) {
        String location = String.valueOf(reply.location());
        return texts.find(org, GenerationId.of(location.substring(ADDRESS.length())));
    }

    /**
     * Waits for the end, in naps.
     *
     * @throws Problem if the server stops before, or nobody works on it any more
     */
    TextGeneration ended(TextGeneration begun) {
        TextGeneration now = begun;
        while (!now.state().terminal()) {
            if (draining || clock.instant().isAfter(now.deadlineAt())) {
                throw Problem.of(ProblemCode.UNAVAILABLE, "The answer is not there yet; try the same call again.")
                        .retryAfter(SOON);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(NAP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Problem.of(ProblemCode.UNAVAILABLE, "The server stops.").retryAfter(SOON);
            }
            now = texts.find(now.org(), now.id()).orElse(now);
        }
        return now;
    }
}
