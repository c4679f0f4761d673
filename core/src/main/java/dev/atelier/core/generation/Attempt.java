package dev.atelier.core.generation;

import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.VendorTaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One paid submit of a task.
 *
 * @param number 1, 2, 3 … within the task
 * @param tokenHash SHA-256 in hex of the secret in the callback URL; null until SENT
 * @param vendorTask null until known
 * @param sentAt null until SENT; {@code ackedAt} and {@code endedAt} likewise
 * @param failure null unless FAILED
 */
public record Attempt(
        AttemptId id,
        int number,
        AttemptState state,
        ProviderId provider,
        @Nullable String tokenHash,
        @Nullable VendorTaskId vendorTask,
        @Nullable Instant sentAt,
        @Nullable Instant ackedAt,
        @Nullable Instant endedAt,
        @Nullable TaskFailure failure,
        VendorCost cost) {

    public static Attempt intent(AttemptId id, int number, ProviderId provider) {
        return new Attempt(
                id, number, AttemptState.INTENT, provider, null, null, null, null, null, null, VendorCost.UNTOLD);
    }

    public Attempt sent(String hash, Instant now) {
        return new Attempt(id, number, AttemptState.SENT, provider, hash, null, now, null, null, null, cost);
    }

    /** Back to INTENT: the vendor said plainly that nothing was started. */
    public Attempt unsent() {
        return intent(id, number, provider);
    }

    public Attempt inDoubt() {
        return new Attempt(
                id, number, AttemptState.IN_DOUBT, provider, tokenHash, vendorTask, sentAt, null, null, null, cost);
    }

    public Attempt acked(VendorTaskId task, Instant now) {
        return new Attempt(id, number, AttemptState.ACKED, provider, tokenHash, task, sentAt, now, null, null, cost);
    }

    public Attempt succeeded(VendorCost told, Instant now) {
        return new Attempt(
                id, number, AttemptState.SUCCEEDED, provider, tokenHash, vendorTask, sentAt, ackedAt, now, null, told);
    }

    public Attempt failed(TaskFailure why, VendorCost told, Instant now) {
        return new Attempt(
                id, number, AttemptState.FAILED, provider, tokenHash, vendorTask, sentAt, ackedAt, now, why, told);
    }

    @Override
    public String toString() {
        return "Attempt[" + id + ", " + number + ", " + state + "]";
    }
}
