package dev.atelier.app.event;

import dev.atelier.app.http.Json;
import dev.atelier.core.event.Event;
import dev.atelier.core.event.EventId;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** The lines of the event stream format (WHATWG HTML, section 9.2). The JSON is one line: its writer escapes line breaks. */
final class Frames {
    static final byte[] HEARTBEAT = bytes(": still here\n\n");
    // Without an id, so that the client's Last-Event-ID stays that of the last true event.
    static final byte[] DRAINING = bytes(notice("server.draining", "The server stops; come again."));

    private static final int RETRY_MILLIS = 2_000;
    private static final int JITTER_MILLIS = 1_000;

    private Frames() {}

    /** When to come again, with a spread so that not all come at once. */
    static byte[] retry() {
        return bytes("retry: " + (RETRY_MILLIS + ThreadLocalRandom.current().nextInt(JITTER_MILLIS)) + "\n\n");
    }

    static byte[] of(Event event) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("id", event.id().toString());
        envelope.put("type", event.type());
        envelope.put("timestamp", event.at());
        envelope.put("orgId", event.org().toString());
        envelope.put(
                "generationId",
                event.generation() == null ? null : event.generation().toString());
        envelope.put("data", event.data());
        return bytes("id: " + event.id() + "\nevent: " + event.type() + "\ndata: " + Json.write(envelope) + "\n\n");
    }

    /** @param from the place the stream goes on from; a client that comes again starts there */
    static byte[] gone(EventId from) {
        return bytes("id: " + from + "\n"
                + notice("events_gone", "Events were missed that are not kept any more; read the state anew."));
    }

    private static String notice(String type, String detail) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", type);
        data.put("detail", detail);
        return "event: " + type + "\ndata: " + Json.write(data) + "\n\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
