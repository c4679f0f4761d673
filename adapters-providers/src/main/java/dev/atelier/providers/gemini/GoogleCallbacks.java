package dev.atelier.providers.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.CallbackSignal.Trust;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.secret.Secret;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.WebhookSignature;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Google's calls to us, asked for order by order where the row's option {@code callbacks} is {@code true}. Google signs such calls by a
 * token (RS256, its keys at {@link GoogleKeys#ROUTE}); with a webhook secret, signatures after Standard Webhooks are taken as well, and
 * unsigned calls are not. All of them are doorbells.
 */
final class GoogleCallbacks {
    private static final long TOLERANCE_SECONDS = 300;

    private final boolean wanted;
    private final GoogleKeys keys;
    private final @Nullable WebhookSignature secret;

    GoogleCallbacks(GoogleApi api, @Nullable Secret secret, Clock clock) {
        this.wanted = api.options().text("callbacks", "").equals("true");
        this.keys = new GoogleKeys(api, clock);
        this.secret = secret == null ? null : new WebhookSignature(secret);
    }

    boolean areWanted() {
        return wanted;
    }

    /** Where Google is to call for this order; empty if it is to be polled. */
    Optional<String> address(@Nullable URI callbackUrl) {
        if (!wanted || callbackUrl == null) {
            return Optional.empty();
        }
        try {
            keys.refresh();
        } catch (ProviderFailure e) {
            // Then the calls of this order count as unsigned, which is enough for a doorbell.
        }
        return Optional.of(callbackUrl.toString());
    }

    CallbackSignal read(RawCallback callback) {
        JsonNode body = Json.read(callback.body());
        VendorTaskId task = task(body);
        String signature = callback.header("webhook-signature").orElse("").strip();
        if (secret != null && secret.isGood(callback)) {
            return new CallbackSignal(Trust.BODY_SIGNED, task, null);
        }
        if (secret == null && !keys.areKnown()) {
            return new CallbackSignal(Trust.UNSIGNED, task, null);
        }
        return task != null && signedFor(task, signature, callback)
                ? new CallbackSignal(Trust.DOORBELL_SIGNED, task, null)
                : CallbackSignal.refused();
    }

    /** As {@link GoogleTask} spells it: operations by their name, interactions behind the name of their route. */
    private static @Nullable VendorTaskId task(JsonNode event) {
        String id = event.path("data").path("id").asText("");
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9/._~=-]{0,360}") || id.contains("..") || id.contains("//")) {
            return null;
        }
        boolean bare = !id.contains("/") && Json.word(event.path("type")).startsWith("interaction.");
        return new VendorTaskId(bare ? GoogleTask.interaction(id) : id);
    }

    private boolean signedFor(VendorTaskId task, String token, RawCallback callback) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || token.length() > 8_000) {
            return false;
        }
        JsonNode head = part(parts[0]);
        // The algorithm is ours to choose, never the token's.
        Optional<PublicKey> key = keys.find(head.path("kid").asText(""));
        if (key.isEmpty() || !head.path("alg").asText("").equals("RS256") || !verifies(key.get(), parts)) {
            return false;
        }
        JsonNode event = part(parts[1]);
        return fresh(event, callback) && task.equals(task(event));
    }

    private static boolean verifies(PublicKey key, String[] parts) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** The end of the token where it has one, and five minutes from its making: by its own claim, else by the header. */
    private static boolean fresh(JsonNode event, RawCallback callback) {
        Instant now = callback.receivedAt();
        Long end = Json.count(event.path("exp"));
        if (end != null && now.getEpochSecond() > end) {
            return false;
        }
        Long made = Json.count(event.path("iat"));
        String told = callback.header("webhook-timestamp").orElse("");
        if (made == null && told.matches("\\d{1,12}")) {
            made = Long.valueOf(told);
        }
        return made != null && Math.abs(now.getEpochSecond() - made) <= TOLERANCE_SECONDS;
    }

    private static JsonNode part(String text) {
        try {
            return Json.read(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Json.object();
        }
    }
}
