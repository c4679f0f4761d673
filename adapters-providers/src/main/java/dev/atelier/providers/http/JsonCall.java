package dev.atelier.providers.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * One call to be made once.
 *
 * @param target empty if the configured base URL cannot be used
 * @param body null for a GET; must be one-shot, or OkHttp may send it twice
 * @param timeout for the whole call, connecting included
 * @param maxAnswerBytes most bytes of the answer, counted after decoding
 */
public record JsonCall(
        Optional<HttpUrl> target,
        Headers headers,
        @Nullable RequestBody body,
        Loss loss,
        Duration timeout,
        long maxAnswerBytes) {
    /** Enough for every answer that is words. */
    public static final long WORDS = 2L << 20;

    /** Enough for words that come a few letters at a time, each in an event of its own. */
    private static final long EVENTS = 32L << 20;

    /** Enough for an answer that holds pictures. */
    public static final long PICTURES = 40L << 20;

    private static final MediaType JSON = MediaType.get("application/json");

    public JsonCall {
        if (body != null && !body.isOneShot()) {
            throw new IllegalArgumentException("the body of a vendor call must be one-shot");
        }
    }

    /** A free read. */
    public static JsonCall get(Optional<HttpUrl> target, Headers headers, Duration timeout) {
        return new JsonCall(target, headers, null, Loss.ANSWER_ONLY, timeout, WORDS);
    }

    public static JsonCall post(Optional<HttpUrl> target, Headers headers, JsonNode body, Loss loss, Duration timeout) {
        return new JsonCall(target, headers, new OneShot(Json.write(body)), loss, timeout, WORDS);
    }

    /** The same call, with room for an answer that holds pictures or sound. */
    public JsonCall withRoom() {
        return new JsonCall(target, headers, body, loss, timeout, PICTURES);
    }

    /** The same call, with room for an answer in events. */
    JsonCall streamed() {
        return new JsonCall(target, headers, body, loss, timeout, EVENTS);
    }

    Request.Builder request(HttpUrl url) {
        String accept = maxAnswerBytes == EVENTS ? "text/event-stream, application/json" : "application/json";
        Request.Builder request =
                new Request.Builder().url(url).headers(headers).header("Accept", accept);
        return body == null ? request.get() : request.post(body);
    }

    /** Leaves headers and body out. */
    @Override
    public String toString() {
        return "JsonCall[" + loss + "]";
    }

    static final class OneShot extends RequestBody {
        private final byte[] bytes;

        OneShot(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public MediaType contentType() {
            return JSON;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws java.io.IOException {
            sink.write(bytes);
        }
    }
}
