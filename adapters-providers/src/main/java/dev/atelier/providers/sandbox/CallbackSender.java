package dev.atelier.providers.sandbox;

import dev.atelier.providers.http.WebhookSignature;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Rings our own doorbell, as a vendor would: later, from another thread, over HTTP. A call that fails is not repeated; the poll
 * finds the result. Thread-safe; its threads are daemons and end when idle.
 */
final class CallbackSender {
    private static final System.Logger LOG = System.getLogger(CallbackSender.class.getName());
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Clock clock;
    private final ScheduledThreadPoolExecutor later;
    private @Nullable HttpClient client;

    CallbackSender(Clock clock) {
        this.clock = clock;
        this.later = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "sandbox-callbacks");
            thread.setDaemon(true);
            return thread;
        });
        later.setKeepAliveTime(5, TimeUnit.SECONDS);
        later.allowCoreThreadTimeOut(true);
    }

    void send(URI url, String id, byte[] body, WebhookSignature signature, Duration delay) {
        var unused = later.schedule(
                () -> post(url, id, body, signature), Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
    }

    private void post(URI url, String id, byte[] body, WebhookSignature signature) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(url)
                    .timeout(ANSWER)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            signature.headers(id, clock.instant(), body).forEach(request::header);
            var unused = client().sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
                    .whenComplete((answer, trouble) -> told(id, answer, trouble));
        } catch (IllegalArgumentException e) {
            // The message would quote the URL, which holds a secret.
            LOG.log(System.Logger.Level.WARNING, "sandbox callback {0}: the callback URL is no HTTP URL", id);
        }
    }

    private static void told(String id, @Nullable HttpResponse<Void> answer, @Nullable Throwable trouble) {
        if (trouble != null) {
            LOG.log(System.Logger.Level.INFO, "sandbox callback {0} failed: {1}", id, cause(trouble));
        } else if (answer != null) {
            LOG.log(System.Logger.Level.DEBUG, "sandbox callback {0} answered {1}", id, answer.statusCode());
        }
    }

    private static String cause(Throwable trouble) {
        Throwable cause = trouble.getCause() == null ? trouble : trouble.getCause();
        return cause.getClass().getSimpleName();
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
        }
        return client;
    }
}
