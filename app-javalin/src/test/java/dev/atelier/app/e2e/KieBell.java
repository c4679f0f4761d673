package dev.atelier.app.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Rings as kie.ai does when a task has ended: its body, its two headers, its signature of task id and time. */
final class KieBell {
    private final URI server;
    private final String key;

    /** @param key the webhookHmacKey of the vendor's account */
    KieBell(URI server, String key) {
        this.server = server;
        this.key = key;
    }

    /** Rings for a finished task at the path of this address; returns the status of the answer. */
    int ring(URI callback, String taskId) {
        return ring(callback, taskId, "success");
    }

    int ring(URI callback, String taskId, String state) {
        boolean good = state.equals("success");
        ObjectNode body = ApiClient.JSON
                .createObjectNode()
                .put("code", good ? 200 : 501)
                .put("msg", good ? "Playground task completed successfully." : "Playground task failed.");
        body.putObject("data")
                .put("taskId", taskId)
                .put("model", "nano-banana-pro")
                .put("state", state)
                .put("param", "{\"model\":\"nano-banana-pro\",\"callBackUrl\":\"" + callback + "\"}")
                .put("costTime", 30)
                .put("creditsConsumed", good ? 18 : 0);
        String time = Long.toString(Instant.now().getEpochSecond());
        return new ApiClient(server)
                .call(
                        "POST",
                        callback.getRawPath(),
                        body.toString(),
                        Map.of("X-Webhook-Timestamp", time, "X-Webhook-Signature", signature(taskId + "." + time)))
                .status();
    }

    private String signature(String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
