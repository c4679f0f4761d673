package dev.atelier.providers.replicate;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.CallbackSignal.Trust;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.secret.Secret;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.WebhookSignature;
import org.jspecify.annotations.Nullable;

/**
 * Reads Replicate's callbacks, which are the whole prediction. The signature covers the body; the outcome is left to the poll all the
 * same, since a doorbell is enough.
 */
final class ReplicateCallbacks {
    private final @Nullable WebhookSignature signature;

    ReplicateCallbacks(@Nullable Secret secret) {
        this.signature = secret == null ? null : new WebhookSignature(secret);
    }

    CallbackSignal read(RawCallback callback) {
        String id = ReplicateTasks.id(Json.read(callback.body()));
        VendorTaskId task = id.isEmpty() ? null : new VendorTaskId(id);
        if (signature == null) {
            return new CallbackSignal(Trust.UNSIGNED, task, null);
        }
        return task != null && signature.isGood(callback)
                ? new CallbackSignal(Trust.BODY_SIGNED, task, null)
                : CallbackSignal.refused();
    }
}
