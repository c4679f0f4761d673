package dev.atelier.providers.kie;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.VideoOrder;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.providers.http.Deadline;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.Json;
import java.time.Clock;

/** kie's models for films: Veo by routes of its own, the others by the jobs that make pictures too. */
final class KieVideoGenerationProvider extends KieTaskProvider implements VideoGenerationProvider {
    /** Stands before the ids of Veo's tasks: an id alone does not tell which route knows it. */
    private static final String VEO = "veo:";

    private final KieVeoTasks films;

    KieVideoGenerationProvider(ProviderSettings settings, GuardedHttp http, Clock clock) {
        super(settings, http, clock);
        this.films = new KieVeoTasks(api());
    }

    @Override
    public Submission submit(VideoOrder order) {
        return submit(KieWish.of(order));
    }

    @Override
    Submission startVeo(KieWish wish, ObjectNode input, Deadline deadline) {
        ObjectNode body = body(wish);
        body.setAll(input);
        body.put("generationType", wish.images().isEmpty() ? "TEXT_2_VIDEO" : "FIRST_AND_LAST_FRAMES_2_VIDEO");
        VendorTaskId task = paid("api/v1/veo/generate", body, wish, deadline);
        return new Submission.Accepted(ofVeo(task), KieVeoTasks.FIRST_LOOK);
    }

    @Override
    public TaskProgress poll(VendorTaskId task) {
        if (!task.value().startsWith(VEO)) {
            return super.poll(task);
        }
        String id = task.value().substring(VEO.length());
        return films.read(id, api().get("api/v1/veo/record-info", id, callTimeout()));
    }

    @Override
    public CallbackSignal readCallback(RawCallback callback) {
        CallbackSignal signal = super.readCallback(callback);
        JsonNode data = Json.read(callback.body()).path("data");
        // Jobs tell their state; what Veo sends tells none.
        return signal.task() == null || data.has("state")
                ? signal
                : new CallbackSignal(signal.trust(), ofVeo(signal.task()), null);
    }

    private static VendorTaskId ofVeo(VendorTaskId task) {
        return new VendorTaskId(VEO + task.value());
    }
}
