package dev.atelier.providers.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Calls to one vendor's JSON API, each made exactly once. Thread-safe. (A GET that gets 503 with {@code Retry-After: 0} is made a
 * second time by OkHttp, which cannot be told not to; a one-shot body forbids the same for a POST.)
 *
 * <p>Trouble below HTTP is sorted here: nothing sent is {@code UNAVAILABLE}; bytes sent and no usable answer is what the call's
 * {@link Loss} says. Messages name no URL, key or body, and carry no cause, since causes quote what they choke on.
 */
public final class JsonHttp {
    private static final System.Logger LOG = System.getLogger(JsonHttp.class.getName());

    private final GuardedHttp http;
    private final ProviderId provider;
    private final Clock clock;

    public JsonHttp(GuardedHttp http, ProviderId provider, Clock clock) {
        this.http = http;
        this.provider = provider;
        this.clock = clock;
    }

    /**
     * Makes the call and reads its answer.
     *
     * @throws ProviderFailure if no answer came, or an answer of 2xx that is no JSON
     */
    public JsonAnswer send(JsonCall call) {
        return make(call, response -> json(response, call));
    }

    /**
     * Makes the call and tells the events of its answer as they come, each one JSON.
     *
     * @param events called on this thread; what it throws ends the call
     * @return an answer without JSON if it came as events, whether any came or not; else the whole answer, as {@link #send} gives it
     * @throws ProviderFailure like {@link #send}, and if the events broke off
     */
    public JsonAnswer stream(JsonCall call, Consumer<JsonNode> events) {
        JsonCall streamed = call.streamed();
        return make(streamed, response -> {
            if (response.isSuccessful() && EventLines.in(response)) {
                EventLines.read(response, streamed.maxAnswerBytes(), events);
                return new JsonAnswer(response.code(), MissingNode.getInstance(), null);
            }
            return json(response, streamed);
        });
    }

    /**
     * Makes a call that is answered with a file, or with JSON if it is refused.
     *
     * @throws ProviderFailure if no answer came
     */
    public FileAnswer file(JsonCall call) {
        return make(call, response -> {
            if (!response.isSuccessful()) {
                return new FileAnswer(json(response, call), new byte[0], "");
            }
            String type = response.header("Content-Type");
            byte[] bytes = bytes(response, call.maxAnswerBytes());
            JsonAnswer answer = new JsonAnswer(response.code(), MissingNode.getInstance(), null);
            return new FileAnswer(answer, bytes, type == null ? "" : type);
        });
    }

    private interface Reading<T> {
        T read(Response response) throws IOException;
    }

    private <T> T make(JsonCall call, Reading<T> reading) {
        HttpUrl url = call.target()
                .filter(http.policy()::permits)
                .orElseThrow(() -> failure(FailureKind.UNAVAILABLE, "the provider's address could not be used"));
        if (call.timeout().isNegative() || call.timeout().isZero()) {
            throw failure(FailureKind.UNAVAILABLE, "no time was left to ask the provider");
        }
        GuardedHttp.Sent sent = new GuardedHttp.Sent();
        Request request = call.request(url).tag(GuardedHttp.Sent.class, sent).build();
        Call exchange = http.vendor().newCall(request);
        exchange.timeout().timeout(call.timeout().toNanos(), TimeUnit.NANOSECONDS);
        long begin = System.nanoTime();
        try (Response response = exchange.execute()) {
            T answer = reading.read(response);
            LOG.log(
                    Level.DEBUG,
                    () -> "provider call provider=" + provider + " route=" + url.encodedPath() + " status="
                            + response.code() + " ms=" + (System.nanoTime() - begin) / 1_000_000);
            return answer;
        } catch (IOException e) {
            String what = e.getClass().getSimpleName();
            LOG.log(
                    Level.DEBUG,
                    () -> "provider call provider=" + provider + " route=" + url.encodedPath() + " failed=" + what
                            + " sent=" + sent.begun());
            throw sent.begun()
                    ? failure(call.loss().kind(), "no usable answer came after the request was sent (" + what + ")")
                    : failure(FailureKind.UNAVAILABLE, "the provider could not be reached (" + what + ")");
        }
    }

    private JsonAnswer json(Response response, JsonCall call) throws IOException {
        JsonNode json = body(response, call.maxAnswerBytes());
        if (response.isSuccessful() && json.isMissingNode()) {
            throw new UnreadableAnswer();
        }
        return new JsonAnswer(
                response.code(),
                json,
                RetryAfter.read(response.header("Retry-After"), clock.instant()),
                response.headers());
    }

    private static JsonNode body(Response response, long maxBytes) throws IOException {
        try {
            return Json.read(bytes(response, maxBytes));
        } catch (IOException e) {
            if (response.isSuccessful()) {
                throw e;
            }
            // The status has been said; an error page that breaks off does not take it back.
            return MissingNode.getInstance();
        }
    }

    private static byte[] bytes(Response response, long maxBytes) throws IOException {
        try (ResponseBody body = response.body()) {
            if (body.contentLength() > maxBytes) {
                throw new AnswerTooLarge();
            }
            byte[] bytes = body.byteStream().readNBytes(Math.toIntExact(maxBytes) + 1);
            if (bytes.length > maxBytes) {
                throw new AnswerTooLarge();
            }
            return bytes;
        }
    }

    private ProviderFailure failure(FailureKind kind, String message) {
        return new ProviderFailure(provider, kind, provider + ": " + message);
    }

    private static final class UnreadableAnswer extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static final class AnswerTooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
