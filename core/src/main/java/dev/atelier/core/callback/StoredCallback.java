package dev.atelier.core.callback;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.AttemptId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.ProviderId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A callback in the inbox.
 *
 * @param bodySha256 hex; one attempt keeps each body once
 * @param raw headers and body as they came, with our own token blanked out
 * @param vendorTask the vendor's task id in the body, if there is one
 * @param processedAt null until a reconcile looked at it
 * @param outcome what came of it, in a word or two; null until then
 */
public record StoredCallback(
        CallbackId id,
        OrgId org,
        GenerationId generation,
        TaskId task,
        AttemptId attempt,
        ProviderId provider,
        String bodySha256,
        RawCallback raw,
        CallbackSignal.Trust trust,
        @Nullable String vendorTask,
        Instant receivedAt,
        @Nullable Instant processedAt,
        @Nullable String outcome) {}
