package dev.atelier.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** A program that uses the API, as a customer would write it: a token, JSON, and nothing else. Thread-safe after signing in. */
public final class ApiClient {
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI base;
    private volatile String token = "";

    public ApiClient(URI base) {
        this.base = base;
    }

    /** An answer: its status, its body as JSON, its headers. */
    public record Answer(int status, JsonNode json, HttpResponse<String> response) {
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /** Signs in with a password. */
    public ApiClient signIn(String email, String password) {
        Answer answer = call(
                "POST",
                "/api/v1/auth/login",
                JSON.createObjectNode()
                        .put("email", email)
                        .put("password", password)
                        .toString(),
                Map.of());
        if (answer.status() != 200) {
            throw new AssertionError("sign-in was answered with " + answer.status() + " " + answer.json());
        }
        token = answer.json().path("accessToken").asText();
        return this;
    }

    /** The token it signed in with, for a client of another kind. */
    public String token() {
        return token;
    }

    public Answer get(String path) {
        return call("GET", path, null, Map.of());
    }

    public Answer post(String path, String body) {
        return call("POST", path, body, Map.of());
    }

    /** Sends a request; JSON in, JSON out. */
    public Answer call(String method, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(70))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String text = response.body();
            return new Answer(
                    response.statusCode(),
                    text.startsWith("{") || text.startsWith("[") ? JSON.readTree(text) : JSON.nullNode(),
                    response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Points a provider at another address, as an admin does. */
    public void pointProvider(String id, URI baseUrl) {
        Answer now = get("/api/v1/admin/providers/" + id);
        if (now.status() != 200) {
            throw new AssertionError("provider " + id + ": " + now.status() + " " + now.json());
        }
        JsonNode row = now.json();
        var body = JSON.createObjectNode()
                .put("displayName", row.path("displayName").asText())
                .put("model", row.path("model").asText())
                .put("priority", row.path("priority").asInt())
                .put("enabled", true)
                .put("baseUrl", baseUrl.toString());
        body.set("options", row.path("options"));
        Answer changed =
                call("PUT", "/api/v1/admin/providers/" + id, body.toString(), Map.of("If-Match", now.header("ETag")));
        if (changed.status() != 200) {
            throw new AssertionError("provider " + id + ": " + changed.status() + " " + changed.json());
        }
    }
}
