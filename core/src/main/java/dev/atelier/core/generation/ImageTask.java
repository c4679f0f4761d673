package dev.atelier.core.generation;

import dev.atelier.core.credit.HoldId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One picture of a generation.
 *
 * @param index from 0
 * @param prompt the exact text that is sent; null while PLANNED
 * @param hold the hold that its price is part of
 * @param attempts every paid submit, oldest first
 * @param output null unless COMPLETED
 * @param failure null unless FAILED or CANCELLED
 * @param completedAt null until terminal
 */
public record ImageTask(
        TaskId id,
        int index,
        TaskState state,
        @Nullable String prompt,
        HoldId hold,
        List<Attempt> attempts,
        @Nullable OutputFile output,
        @Nullable TaskFailure failure,
        @Nullable Instant completedAt) {
    public ImageTask {
        attempts = List.copyOf(attempts);
    }

    public static ImageTask planned(TaskId id, int index, HoldId hold) {
        return new ImageTask(id, index, TaskState.PLANNED, null, hold, List.of(), null, null, null);
    }

    /** The newest attempt; empty while PLANNED. */
    public Optional<Attempt> attempt() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.size() - 1));
    }

    /** READY with a new attempt, under this hold. */
    public ImageTask ready(String text, HoldId under, Attempt intent) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.add(intent);
        return new ImageTask(id, index, TaskState.READY, text, under, all, null, null, null);
    }

    /** READY for somebody else, after the newest attempt was not taken. */
    public ImageTask fallen(Attempt notTaken, Attempt intent) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.set(all.size() - 1, notTaken);
        all.add(intent);
        return new ImageTask(id, index, TaskState.READY, prompt, hold, all, null, null, null);
    }

    /** The attempts since the provider that was agreed was asked last; the last one is the newest. Empty while PLANNED. */
    public List<Attempt> round() {
        int from = attempts.size();
        while (from > 0) {
            from--;
            if (attempts.get(from).rung() == null) {
                break;
            }
        }
        return attempts.subList(from, attempts.size());
    }

    /** PLANNED again, for a retry of a task that never got a prompt. */
    public ImageTask plannedAgain(HoldId under) {
        return new ImageTask(id, index, TaskState.PLANNED, prompt, under, attempts, null, null, null);
    }

    /** In this state with the newest attempt replaced. */
    public ImageTask with(TaskState next, Attempt newest) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.set(all.size() - 1, newest);
        return new ImageTask(id, index, next, prompt, hold, all, output, failure, completedAt);
    }

    public ImageTask completed(OutputFile picture, Attempt newest, Instant now) {
        ImageTask moved = with(TaskState.COMPLETED, newest);
        return new ImageTask(id, index, TaskState.COMPLETED, prompt, hold, moved.attempts, picture, null, now);
    }

    /** FAILED or CANCELLED. */
    public ImageTask ended(TaskState terminal, TaskFailure why, Instant now) {
        return new ImageTask(id, index, terminal, prompt, hold, attempts, null, why, now);
    }

    /** Leaves the prompt out. */
    @Override
    public String toString() {
        return "ImageTask[" + id + ", " + state + "]";
    }
}
