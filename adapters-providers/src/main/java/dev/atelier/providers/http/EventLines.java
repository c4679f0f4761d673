package dev.atelier.providers.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import okhttp3.Response;
import okio.BufferedSource;

/** Reads an answer of server-sent events whose data is JSON, one line an event, as vendors of words send it. */
final class EventLines {
    private static final String DATA = "data:";
    private static final String DONE = "[DONE]";
    private static final long LONGEST_LINE = 1L << 20;

    private EventLines() {}

    static boolean in(Response response) {
        String type = response.header("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    }

    /** @throws IOException if it is longer than it may be, breaks off within a line, or holds what is no JSON */
    static void read(Response response, long maxBytes, Consumer<JsonNode> events) throws IOException {
        BufferedSource source = response.body().source();
        long bytes = 0;
        while (!source.exhausted()) {
            String line = source.readUtf8LineStrict(LONGEST_LINE);
            bytes += line.length();
            if (bytes > maxBytes) {
                throw new IOException("the events are too many");
            }
            if (!line.startsWith(DATA)) {
                continue;
            }
            String data = line.substring(DATA.length()).strip();
            if (data.startsWith(DONE)) {
                return;
            }
            JsonNode event = Json.read(data.getBytes(StandardCharsets.UTF_8));
            if (!event.isObject()) {
                throw new IOException("an event is no JSON");
            }
            events.accept(event);
        }
    }
}
