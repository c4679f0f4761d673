package dev.atelier.providers.docs.acme;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.CallbackSignal.Trust;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.secret.Secret;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.http.Options;
import dev.atelier.providers.text.InlinePicture;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.HttpUrl;

/** Acme's jobs; all workers share one instance. */
final class AcmeImageGenerationProvider implements ImageGenerationProvider {
    private static final Duration NEXT_LOOK = Duration.ofSeconds(3);

    private final ProviderSettings settings;
    private final Duration callTimeout;
    private final AcmeApi api;

    AcmeImageGenerationProvider(ProviderSettings settings, GuardedHttp http, Clock clock) {
        this.settings = settings;
        this.callTimeout = Options.of(settings).callTimeout(30);
        this.api = new AcmeApi(settings, http, clock, callTimeout);
    }

    @Override
    public ProviderId id() {
        return settings.id();
    }

    @Override
    public String displayName() {
        return settings.displayName();
    }

    @Override
    public Duration callTimeout() {
        return callTimeout;
    }

    @Override
    public boolean callsBack() {
        return true;
    }

    // snippet: submit
    @Override
    public Submission submit(ImageOrder order) {
        ObjectNode body = Json.object()
                .put("model", order.model().value())
                .put("prompt", order.prompt())
                .put("ratio", order.aspectRatio())
                .put("seed", order.seed())
                .put("reference", order.reference());
        if (order.callbackUrl() != null) {
            body.put("webhook", order.callbackUrl().toString());
        }
        ArrayNode images = body.putArray("images");
        order.images().forEach(picture -> images.add(address(picture)));
        JsonNode job = api.submit(body).path("job");
        return new Submission.Accepted(api.jobId(job, FailureKind.OUTCOME_UNKNOWN), NEXT_LOOK);
    }

    private String address(PictureInput picture) {
        return picture.url()
                .map(Object::toString)
                .orElseGet(() -> "data:" + picture.contentType() + ";base64,"
                        + Base64.getEncoder().encodeToString(InlinePicture.bytes(id(), picture)));
    }
    // end

    // snippet: poll
    @Override
    public TaskProgress poll(VendorTaskId task) {
        JsonAnswer answer = api.get("v1/jobs/" + task, Map.of());
        if (answer.status() == 404) {
            return new TaskProgress.Running(NEXT_LOOK);
        }
        JsonNode job = api.accepted(answer, Loss.ANSWER_ONLY).path("job");
        if (!api.jobId(job, FailureKind.UNAVAILABLE).equals(task)) {
            throw api.failure(FailureKind.UNAVAILABLE, "the answer is about another job");
        }
        return switch (Json.word(job.path("state"))) {
            case "done" -> done(job);
            case "failed" -> new TaskProgress.Failed(FailureKind.VENDOR_FAILED, "Acme gave the job up.", cost(job));
            default -> new TaskProgress.Running(NEXT_LOOK);
        };
    }

    private static TaskProgress done(JsonNode job) {
        List<ProducedFile> images = new ArrayList<>();
        for (JsonNode node : job.path("images")) {
            HttpUrl url = HttpUrl.parse(node.asText());
            if (url != null) {
                images.add(new ProducedFile.Remote(url.uri()));
            }
        }
        return images.isEmpty()
                ? new TaskProgress.Failed(FailureKind.RESULT_UNUSABLE, "The job ended without a picture.", cost(job))
                : new TaskProgress.Succeeded(images, cost(job), null);
    }

    private static VendorCost cost(JsonNode job) {
        Long micros = Json.count(job.path("costMicros"));
        return micros == null ? VendorCost.UNTOLD : VendorCost.ofMicros(micros);
    }
    // end

    // snippet: lookup
    @Override
    public boolean looksUpByReference() {
        return true;
    }

    @Override
    public Optional<VendorTaskId> findByReference(String reference) {
        JsonNode jobs = api.accepted(api.get("v1/jobs", Map.of("reference", reference)), Loss.ANSWER_ONLY)
                .path("jobs");
        if (!jobs.isArray()) {
            throw api.failure(FailureKind.UNAVAILABLE, "the answer holds no list of jobs");
        }
        return jobs.isEmpty() ? Optional.empty() : Optional.of(api.jobId(jobs.path(0), FailureKind.UNAVAILABLE));
    }
    // end

    // snippet: callback
    @Override
    public CallbackSignal readCallback(RawCallback callback) {
        Secret secret = settings.webhookSecret();
        String id = Json.read(callback.body()).path("job").path("id").asText("");
        if (secret == null || id.isBlank() || id.length() > 400 || !signed(callback, secret)) {
            return CallbackSignal.refused();
        }
        return new CallbackSignal(Trust.BODY_SIGNED, new VendorTaskId(id), null);
    }

    private static boolean signed(RawCallback callback, Secret secret) {
        String time = callback.header("acme-time").orElse("");
        String signature = callback.header("acme-signature").orElse("");
        if (!time.matches("\\d{1,12}")) {
            return false;
        }
        byte[] expected = hmac(secret, time, callback.body()).getBytes(StandardCharsets.UTF_8);
        boolean same = MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
        return same && Math.abs(callback.receivedAt().getEpochSecond() - Long.parseLong(time)) <= 300;
    }

    static String hmac(Secret secret, String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
    // end
}
