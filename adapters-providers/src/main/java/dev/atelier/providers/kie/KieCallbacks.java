package dev.atelier.providers.kie;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.CallbackSignal.Trust;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.secret.Secret;
import dev.atelier.providers.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads kie's callbacks. Its signature covers the task id and a time, not the body: whoever has seen one callback can sign any body
 * for that task. So a callback is a doorbell, and never tells an outcome.
 */
final class KieCallbacks {
    private static final long TOLERANCE_SECONDS = 300;

    private final @Nullable Secret key;

    KieCallbacks(@Nullable Secret key) {
        this.key = key;
    }

    CallbackSignal read(RawCallback callback) {
        String task = taskId(Json.read(callback.body()));
        VendorTaskId id = task.isBlank() || task.length() > 400 ? null : new VendorTaskId(task);
        if (key == null) {
            return new CallbackSignal(Trust.UNSIGNED, id, null);
        }
        return id != null && signed(callback, id, key)
                ? new CallbackSignal(Trust.DOORBELL_SIGNED, id, null)
                : CallbackSignal.refused();
    }

    /** In whichever of its three places: the documentation and the real callbacks differ. */
    private static String taskId(JsonNode body) {
        String id = body.path("data").path("taskId").asText("");
        if (id.isBlank()) {
            id = body.path("data").path("task_id").asText("");
        }
        return id.isBlank() ? body.path("taskId").asText("") : id;
    }

    private static boolean signed(RawCallback callback, VendorTaskId task, Secret key) {
        Optional<String> time = callback.header("x-webhook-timestamp").filter(text -> text.matches("\\d{1,12}"));
        Optional<String> signature = callback.header("x-webhook-signature");
        if (time.isEmpty() || signature.isEmpty()) {
            return false;
        }
        long age = callback.receivedAt().getEpochSecond() - Long.parseLong(time.get());
        String expected = sign(key, task.value() + "." + time.get());
        // The comparison comes first, so that its time does not depend on the other check.
        boolean same = MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), signature.get().getBytes(StandardCharsets.UTF_8));
        return same && Math.abs(age) <= TOLERANCE_SECONDS;
    }

    static String sign(Secret key, String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
