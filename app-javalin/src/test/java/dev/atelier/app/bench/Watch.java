package dev.atelier.app.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** One client's event stream, on which it hears when each of its generations has ended. Thread-safe. */
final class Watch implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ENDS =
            Set.of("generation.completed", "generation.partial", "generation.failed", "generation.cancelled");

    private final Map<String, CompletableFuture<String>> ends = new ConcurrentHashMap<>();
    private final Stream<String> lines;

    Watch(URI server, String token) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/v1/events"))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            HttpResponse<Stream<String>> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());
            if (response.statusCode() != 200) {
                throw new AssertionError("the event stream was answered with " + response.statusCode());
            }
            lines = response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        Thread reader = new Thread(this::read, "bench-watch");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        String[] type = {""};
        try {
            lines.forEach(line -> {
                if (line.startsWith("event: ")) {
                    type[0] = line.substring("event: ".length());
                } else if (line.startsWith("data: ") && ENDS.contains(type[0])) {
                    of(generation(line)).complete(type[0]);
                }
            });
        } catch (RuntimeException closed) {
            // The server stopped, or we closed it.
        }
    }

    private static String generation(String line) {
        try {
            return JSON.readTree(line.substring("data: ".length()))
                    .path("generationId")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Done with the type of the last event once the generation has ended. */
    CompletableFuture<String> of(String generation) {
        return ends.computeIfAbsent(generation, id -> new CompletableFuture<>());
    }

    @Override
    public void close() {
        lines.close();
    }
}
