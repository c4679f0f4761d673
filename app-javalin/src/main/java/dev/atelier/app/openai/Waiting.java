package dev.atelier.app.openai;

import dev.atelier.app.http.ErrorResponses;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.core.Atelier;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.generation.TaskState;
import dev.atelier.core.provider.ProviderFailure;
import java.time.Duration;
import java.util.Objects;

/** Follows a generation in short naps, so that nobody who waits holds up the stop of the server. Thread-safe. */
final class Waiting {
    private static final Duration NAP = Duration.ofSeconds(1);

    private final Atelier atelier;
    private volatile boolean draining;

    Waiting(Atelier atelier) {
        this.atelier = atelier;
    }

    void drain() {
        draining = true;
    }

    /** Is told how the generation stands, about once a second. */
    @FunctionalInterface
    interface Look<E extends Exception> {
        void at(Generation generation) throws E;
    }

    /**
     * The generation when it has ended with at least one picture.
     *
     * @throws Problem why there is none, or that the time is over or the server stops: then the generation goes on
     */
    <E extends Exception> Generation ended(OrgId org, GenerationId id, Duration atMost, Look<E> look) throws E {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            Generation now = next(org, id);
            look.at(now);
            if (now.state().terminal()) {
                return withPictures(now);
            }
            if (draining) {
                throw Problem.of(ProblemCode.UNAVAILABLE, "The server stops; " + goesOn(id))
                        .retryAfter(Duration.ofSeconds(1));
            }
            if (System.nanoTime() - deadline >= 0) {
                throw Problem.of(ProblemCode.PROVIDER_TIMEOUT, "The pictures take longer; " + goesOn(id));
            }
        }
    }

    private Generation next(OrgId org, GenerationId id) {
        try {
            return atelier.await(org, id, NAP).orElseThrow(() -> Problem.notFound("generation"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ProblemCode.UNAVAILABLE, "The server stops; " + goesOn(id));
        }
    }

    private static String goesOn(GenerationId id) {
        return "generation " + id + " goes on and will be in the gallery. The same call tried again joins it.";
    }

    private static Generation withPictures(Generation generation) {
        if (generation.tasks().stream().anyMatch(task -> task.state() == TaskState.COMPLETED)) {
            return generation;
        }
        if (generation.state() == GenerationState.CANCELLED) {
            throw Problem.of(
                    ProblemCode.CONFLICT, "Generation " + generation.id() + " was cancelled; nothing was charged.");
        }
        TaskFailure failure = generation.tasks().stream()
                .map(ImageTask::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no failure in generation " + generation.id()));
        throw ErrorResponses.ofVendor(
                new ProviderFailure(generation.terms().provider(), failure.kind(), failure.message()));
    }
}
