package dev.atelier.app.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.http.Json;
import dev.atelier.app.http.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads an event stream as a browser does, on a thread of its own. */
final class SseReader implements AutoCloseable {
    final HttpResponse<InputStream> response;
    final List<Frame> frames = new CopyOnWriteArrayList<>();
    final List<String> comments = new CopyOnWriteArrayList<>();
    volatile long retryMillis;
    volatile boolean ended;

    /** @param atNanos when it was read */
    record Frame(String id, String event, String data, long atNanos) {
        JsonNode json() {
            try {
                return Json.MAPPER.readTree(data);
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON: " + data, e);
            }
        }
    }

    SseReader(TestServer.Client client, String path) {
        response = client.with("Accept", "text/event-stream").stream(path);
        Thread thread = new Thread(this::read, "sse-reader");
        thread.setDaemon(true);
        thread.start();
    }

    List<String> types() {
        return frames.stream().map(Frame::event).toList();
    }

    List<String> ids() {
        return frames.stream().map(Frame::id).toList();
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String id = "";
            String event = "";
            String data = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.startsWith("retry: ")) {
                    retryMillis = Long.parseLong(line.substring(7));
                } else if (line.startsWith(":")) {
                    comments.add(line);
                } else if (line.isEmpty() && !event.isEmpty()) {
                    frames.add(new Frame(id, event, data, System.nanoTime()));
                    id = "";
                    event = "";
                    data = "";
                }
            }
        } catch (IOException e) {
            // Closed by either side in the middle.
        }
        ended = true;
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
