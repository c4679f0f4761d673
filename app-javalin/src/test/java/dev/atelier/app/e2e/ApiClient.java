package dev.atelier.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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
        return send(request);
    }

    private Answer send(HttpRequest.Builder request) {
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

    /** Joins by an invite, with a password of one's own. */
    public ApiClient join(String invite, String name, String password) {
        Answer answer = post(
                "/api/v1/auth/accept-invite",
                JSON.createObjectNode()
                        .put("token", invite)
                        .put("displayName", name)
                        .put("password", password)
                        .toString());
        if (answer.status() != 201) {
            throw new AssertionError("joining was answered with " + answer.status() + " " + answer.json());
        }
        token = answer.json().path("accessToken").asText();
        return this;
    }

    /** Uploads a picture as a form does; returns its id. */
    public String upload(String filename, byte[] picture) {
        String boundary = "e2e-boundary-" + System.nanoTime();
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + filename
                        + "\"\r\nContent-Type: image/png\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        form.writeBytes(picture);
        form.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        Answer answer = send(HttpRequest.newBuilder(base.resolve("/api/v1/uploads"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray())));
        if (answer.status() != 201) {
            throw new AssertionError("upload was answered with " + answer.status() + " " + answer.json());
        }
        return answer.json().path("id").asText();
    }

    /** Where requests go. */
    URI base() {
        return base;
    }

    /** Points a provider at another address, as an admin does. */
    public void pointProvider(String id, URI baseUrl) {
        changeProvider(id, row -> row.put("enabled", true).put("baseUrl", baseUrl.toString()));
    }

    /** Changes a provider's row, as an admin does: reads it, edits it, puts it back. */
    public void changeProvider(String id, Consumer<ObjectNode> edit) {
        Answer now = get("/api/v1/admin/providers/" + id);
        if (now.status() != 200) {
            throw new AssertionError("provider " + id + ": " + now.status() + " " + now.json());
        }
        ObjectNode body = JSON.createObjectNode();
        for (String field : List.of("displayName", "model", "priority", "enabled", "baseUrl", "options")) {
            body.set(field, now.json().path(field));
        }
        edit.accept(body);
        Answer changed =
                call("PUT", "/api/v1/admin/providers/" + id, body.toString(), Map.of("If-Match", now.header("ETag")));
        if (changed.status() != 200) {
            throw new AssertionError("provider " + id + ": " + changed.status() + " " + changed.json());
        }
    }
}
