package dev.atelier.app.openai;

import dev.atelier.app.http.Json;
import dev.atelier.app.http.Problem;
import java.nio.charset.StandardCharsets;

/** The pieces of an event stream. A blank line ends each event; without it the SDKs drop the last one. */
final class Frames {
    static final String MEDIA_TYPE = "text/event-stream";
    static final byte[] END = bytes("\n\n");
    static final byte[] KEEP_ALIVE = bytes(": keep-alive\n\n");

    private Frames() {}

    static byte[] head(String type) {
        return bytes("event: " + type + "\ndata: ");
    }

    static byte[] error(Problem problem) {
        return bytes("event: error\ndata: " + Json.write(OpenAiErrors.body(problem)) + "\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
