package dev.atelier.providers.fal;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.CallbackSignal.Trust;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.providers.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads fal's callbacks, which fal always signs, body included. Every customer of fal gets such signatures for requests of their own, so
 * a good one does not prove that the request is ours: the poll with our key does.
 */
final class FalCallbacks {
    private static final long TOLERANCE_SECONDS = 300;

    private final FalWebhookKeys keys;
    private final String userId;

    /** @param userId our own name at fal; blank to take callbacks whatever user they name */
    FalCallbacks(FalWebhookKeys keys, String userId) {
        this.keys = keys;
        this.userId = userId;
    }

    CallbackSignal read(RawCallback callback) {
        String id = Json.read(callback.body()).path("request_id").asText("");
        String user = header(callback, "user-id");
        byte[] signature = signature(header(callback, "signature"));
        if (!FalTask.isId(id)
                || signature.length == 0
                || !fresh(callback)
                || !(userId.isEmpty() || userId.equals(user))) {
            return CallbackSignal.refused();
        }
        List<PublicKey> known = keys.current();
        if (known.isEmpty()) {
            keys.want();
            // It cannot be judged here and now: it may ring the bell, but names no task.
            return CallbackSignal.unsigned();
        }
        byte[] message = message(callback, user);
        if (known.stream().anyMatch(key -> verifies(key, message, signature))) {
            return new CallbackSignal(Trust.BODY_SIGNED, new VendorTaskId(id), null);
        }
        // Either a forgery or a key that is newer than ours: fal calls again, and by then we have looked.
        keys.want();
        return CallbackSignal.refused();
    }

    private static byte[] message(RawCallback callback, String user) {
        String text = String.join(
                "\n",
                header(callback, "request-id"),
                user,
                header(callback, "timestamp"),
                HexFormat.of().formatHex(sha256(callback.body())));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String header(RawCallback callback, String name) {
        return callback.header("x-fal-webhook-" + name).orElse("");
    }

    private static boolean fresh(RawCallback callback) {
        String time = header(callback, "timestamp");
        return time.matches("\\d{1,12}")
                && Math.abs(callback.receivedAt().getEpochSecond() - Long.parseLong(time)) <= TOLERANCE_SECONDS;
    }

    /** 64 bytes; none if the header holds no such thing. */
    private static byte[] signature(String hex) {
        return hex.matches("[0-9a-fA-F]{128}") ? HexFormat.of().parseHex(hex) : new byte[0];
    }

    private static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // A signature whose bytes are no point of the curve, for one.
            return false;
        }
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
