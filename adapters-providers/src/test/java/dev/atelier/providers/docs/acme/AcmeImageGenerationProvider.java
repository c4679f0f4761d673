package dev.atelier.providers.docs.acme;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.core.secret.Secret;
import dev.atelier.providers.http.AccountTasks;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.ResultFiles;
import dev.atelier.providers.http.SignedCallback;
import dev.atelier.providers.http.VendorAccount;
import dev.atelier.providers.text.InlinePicture;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Acme's jobs; all workers share one instance. */
final class AcmeImageGenerationProvider extends AccountTasks implements ImageGenerationProvider {
    private static final Duration NEXT_LOOK = Duration.ofSeconds(3);

    AcmeImageGenerationProvider(VendorAccount acme) {
        super(acme);
    }

    // snippet: submit
    @Override
    public Submission submit(ImageOrder order) {
        if (order.mask() != null) {
            throw account().failure(FailureKind.INVALID_ORDER, "Acme takes no masks");
        }
        ObjectNode body = Json.object()
                .put("model", order.model().value())
                .put("prompt", order.prompt())
                .put("ratio", order.aspectRatio())
                .put("seed", order.seed())
                .put("reference", order.reference());
        if (order.callbackUrl() != null) {
            body.put("webhook", order.callbackUrl().toString());
        }
        var images = body.putArray("images");
        order.images().forEach(picture -> images.add(InlinePicture.address(id(), picture)));
        JsonNode job = account().order("v1/jobs", body).path("job");
        return new Submission.Accepted(jobId(job, FailureKind.OUTCOME_UNKNOWN), NEXT_LOOK);
    }

    /** The id in a job; what is no id is a failure of this kind. */
    private VendorTaskId jobId(JsonNode job, FailureKind otherwise) {
        String id = job.path("id").asText("");
        if (!id.matches("[A-Za-z0-9_-]{1,64}")) {
            throw account().failure(otherwise, "the answer names no job");
        }
        return new VendorTaskId(id);
    }
    // end

    // snippet: poll
    @Override
    public TaskProgress poll(VendorTaskId task) {
        JsonAnswer answer = account().look("v1/jobs/" + task);
        if (answer.status() == 404) {
            return new TaskProgress.Running(NEXT_LOOK);
        }
        JsonNode job = account().accepted(answer).path("job");
        if (!jobId(job, FailureKind.UNAVAILABLE).equals(task)) {
            throw account().failure(FailureKind.UNAVAILABLE, "the answer is about another job");
        }
        VendorCost cost = new VendorCost(Json.count(job.path("costMicros")), null, null, null);
        return switch (Json.word(job.path("state"))) {
            case "done" -> ResultFiles.at(job.path("images"), cost);
            case "failed" -> new TaskProgress.Failed(FailureKind.VENDOR_FAILED, "Acme gave the job up.", cost);
            default -> new TaskProgress.Running(NEXT_LOOK);
        };
    }
    // end

    // snippet: lookup
    @Override
    public boolean looksUpByReference() {
        return true;
    }

    @Override
    public Optional<VendorTaskId> findByReference(String reference) {
        JsonNode jobs =
                account().read("v1/jobs", Map.of("reference", reference)).path("jobs");
        if (!jobs.isArray()) {
            throw account().failure(FailureKind.UNAVAILABLE, "the answer holds no list of jobs");
        }
        return jobs.isEmpty() ? Optional.empty() : Optional.of(jobId(jobs.path(0), FailureKind.UNAVAILABLE));
    }
    // end

    // snippet: callback
    @Override
    public boolean callsBack() {
        return true;
    }

    @Override
    public CallbackSignal readCallback(RawCallback callback) {
        Secret secret = account().webhookSecret();
        String id = Json.read(callback.body()).path("job").path("id").asText("");
        return secret != null
                        && id.matches("[A-Za-z0-9_-]{1,64}")
                        && SignedCallback.isGood(callback, secret, "acme-time", "acme-signature")
                ? new CallbackSignal(CallbackSignal.Trust.BODY_SIGNED, new VendorTaskId(id), null)
                : CallbackSignal.refused();
    }
    // end
}
