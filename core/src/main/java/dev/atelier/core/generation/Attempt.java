package dev.atelier.core.generation;

import dev.atelier.core.credit.Credits;
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
 * @param rung what it is sent with where it is not at the provider that was agreed; null where it is
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
        VendorCost cost,
        @Nullable FallbackRung rung) {

    /** At the provider that was agreed. */
    public static Attempt intent(AttemptId id, int number, ProviderId provider) {
        return intent(id, number, provider, null);
    }

    public static Attempt intent(AttemptId id, int number, ProviderId provider, @Nullable FallbackRung rung) {
        return new Attempt(
                id, number, AttemptState.INTENT, provider, null, null, null, null, null, null, VendorCost.UNTOLD, rung);
    }

    public Attempt sent(String hash, Instant now) {
        return new Attempt(id, number, AttemptState.SENT, provider, hash, null, now, null, null, null, cost, rung);
    }

    /** Back to INTENT: the vendor said plainly that nothing was started. */
    public Attempt unsent() {
        return intent(id, number, provider, rung);
    }

    public Attempt inDoubt() {
        return new Attempt(
                id,
                number,
                AttemptState.IN_DOUBT,
                provider,
                tokenHash,
                vendorTask,
                sentAt,
                null,
                null,
                null,
                cost,
                rung);
    }

    public Attempt acked(VendorTaskId task, Instant now) {
        return new Attempt(
                id, number, AttemptState.ACKED, provider, tokenHash, task, sentAt, now, null, null, cost, rung);
    }

    public Attempt succeeded(VendorCost told, Instant now) {
        return new Attempt(
                id,
                number,
                AttemptState.SUCCEEDED,
                provider,
                tokenHash,
                vendorTask,
                sentAt,
                ackedAt,
                now,
                null,
                told,
                rung);
    }

    public Attempt failed(TaskFailure why, VendorCost told, Instant now) {
        return new Attempt(
                id,
                number,
                AttemptState.FAILED,
                provider,
                tokenHash,
                vendorTask,
                sentAt,
                ackedAt,
                now,
                why,
                told,
                rung);
    }

    /** The brief as this attempt does it. */
    public ImageBrief of(ImageBrief brief) {
        return rung == null ? brief : rung.of(brief);
    }

    /** Credits for its result. */
    public Credits price(Terms terms) {
        return rung == null ? terms.unitPrice() : rung.unitPrice();
    }

    /** What we expect the vendor to charge us for its result, in millionths of a US dollar. */
    public long expectedCostMicros(Terms terms) {
        return rung == null ? terms.expectedCostMicros() : rung.expectedCostMicros();
    }

    @Override
    public String toString() {
        return "Attempt[" + id + ", " + number + ", " + state + "]";
    }
}
