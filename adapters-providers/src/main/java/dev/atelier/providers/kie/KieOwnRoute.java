package dev.atelier.providers.kie;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.providers.http.Json;

/**
 * Models that are older than kie's jobs and have routes of their own. Their name stands before the ids of their tasks, as in
 * {@code veo:9c1f…}: an id alone does not tell which route knows it.
 */
enum KieOwnRoute {
    VEO("veo"),
    KONTEXT("flux/kontext");

    private final String path;

    KieOwnRoute(String path) {
        this.path = path;
    }

    String submit() {
        return "api/v1/" + path + "/generate";
    }

    String record() {
        return "api/v1/" + path + "/record-info";
    }

    private String mark() {
        return path + ":";
    }

    VendorTaskId marked(VendorTaskId task) {
        return new VendorTaskId(mark() + task.value());
    }

    boolean owns(VendorTaskId task) {
        return task.value().startsWith(mark());
    }

    /** The id as kie knows it. */
    String id(VendorTaskId task) {
        return task.value().substring(mark().length());
    }

    /** The same signal with the task's id as polling wants it, if it is about one of these models. */
    CallbackSignal marked(CallbackSignal signal, RawCallback callback) {
        JsonNode data = Json.read(callback.body()).path("data");
        boolean own = data.has("info") || data.has("fallbackFlag");
        return signal.task() == null || !own ? signal : new CallbackSignal(signal.trust(), marked(signal.task()), null);
    }
}
