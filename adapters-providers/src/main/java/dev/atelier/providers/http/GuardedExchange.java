package dev.atelier.providers.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * One short exchange of text with a server that an operator has named, such as an OpenID Connect issuer: through the same guard as
 * every call, without redirects. Thread-safe.
 */
public final class GuardedExchange {
    private final NetworkPolicy policy;
    private final OkHttpClient client;
    private final long maxBytes;

    /**
     * @param timeout for the whole exchange
     * @param maxBytes longest answer that is read
     */
    public GuardedExchange(GuardedHttp http, Duration timeout, long maxBytes) {
        this.policy = http.policy();
        this.client = http.fetch(timeout);
        this.maxBytes = maxBytes;
    }

    /** @param contentType blank if the server names none */
    public record Answer(int status, String contentType, String body) {
        /** Leaves the body out, which may hold secrets. */
        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }

    /**
     * Sends and reads the answer, whatever its status.
     *
     * @param body null for none, such as with GET
     * @throws IOException if the address may not be asked, nothing answers in time, or the answer is too long
     */
    public Answer send(String method, URI target, Map<String, String> headers, @Nullable String body)
            throws IOException {
        HttpUrl url = HttpUrl.get(target);
        if (url == null || !policy.permits(url)) {
            throw new IOException("calls to " + target.getHost() + " are not allowed by the network policy");
        }
        Request.Builder request = new Request.Builder().url(url);
        headers.forEach(request::header);
        RequestBody sent = body == null
                ? null
                : RequestBody.create(
                        body.getBytes(StandardCharsets.UTF_8),
                        MediaType.parse(headers.getOrDefault("Content-Type", "application/octet-stream")));
        try (Response response =
                client.newCall(request.method(method, sent).build()).execute()) {
            BufferedSource source = response.body().source();
            if (source.request(maxBytes + 1)) {
                throw new IOException(target.getHost() + " answered with more than " + maxBytes + " bytes");
            }
            return new Answer(
                    response.code(),
                    Objects.requireNonNullElse(response.header("Content-Type"), ""),
                    source.readString(StandardCharsets.UTF_8));
        }
    }
}
