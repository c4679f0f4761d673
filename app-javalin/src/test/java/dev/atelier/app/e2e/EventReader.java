package dev.atelier.app.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads one event stream as a browser does, in a thread of its own, until the server ends it or it is closed. */
final class EventReader implements AutoCloseable {
    /** One event. */
    record Heard(String id, String type, String data) {}

    private final InputStream body;
    private final List<Heard> events = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::read, "event-reader");

    private EventReader(InputStream body) {
        this.body = body;
        thread.setDaemon(true);
        thread.start();
    }

    /** @param lastEventId where to go on; empty from the beginning */
    static EventReader open(URI url, String token, String lastEventId) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(10))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + token);
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            response.body().close();
            throw new AssertionError("the stream was answered with " + response.statusCode());
        }
        return new EventReader(response.body());
    }

    List<Heard> events() {
        return List.copyOf(events);
    }

    List<String> types() {
        return events.stream().map(Heard::type).toList();
    }

    boolean ended() {
        return !thread.isAlive();
    }

    private void read() {
        StringBuilder frame = new StringBuilder();
        try {
            for (int c = body.read(); c >= 0; c = body.read()) {
                frame.append((char) c);
                if (frame.length() > 1 && frame.substring(frame.length() - 2).equals("\n\n")) {
                    take(frame.toString());
                    frame.setLength(0);
                }
            }
        } catch (IOException closed) {
            // Closed by us, or the server is gone: what was heard stands.
        }
    }

    private void take(String frame) {
        String text = new String(frame.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        String id = field(text, "id: ");
        if (!id.isEmpty()) {
            events.add(new Heard(id, field(text, "event: "), field(text, "data: ")));
        }
    }

    private static String field(String frame, String name) {
        return frame.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()))
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
