package dev.atelier.core.webhook;

import dev.atelier.core.Store;
import dev.atelier.core.shared.Threads;
import dev.atelier.core.webhook.spi.WebhookRepository.Ref;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings events to receivers, on threads of its own, so that no receiver takes a worker from the making of pictures. Every process runs one;
 * they share the rows. It looks once a second for events that are new and deliveries that are due. Thread-safe.
 */
public final class WebhookCourier implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WebhookCourier.class.getName());
    private static final long EVERY_MILLIS = 1_000;
    private static final long CLOSE_SECONDS = 5;
    private static final int ENDPOINTS = 500;
    private static final int IN_A_ROW = 100;

    private final Store store;
    private final FanOutEvents fanOut;
    private final SendDelivery sending;
    private final Clock clock;
    private final Slots slots = new Slots();
    private @Nullable ScheduledExecutorService watch;
    private @Nullable ExecutorService senders;

    public WebhookCourier(Store store, FanOutEvents fanOut, SendDelivery sending, Clock clock) {
        this.store = store;
        this.fanOut = fanOut;
        this.sending = sending;
        this.clock = clock;
    }

    /** Starts; does nothing when it runs. */
    public synchronized WebhookCourier start() {
        if (watch == null) {
            ExecutorService pool = Threads.workers("atelier-webhook", Slots.ALL);
            senders = pool;
            watch = Executors.newSingleThreadScheduledExecutor(Threads.named("atelier-webhook-courier"));
            // The future is never done: nothing gets out of roundSafely, and close() ends the thread.
            var unused = watch.scheduleWithFixedDelay(
                    () -> roundSafely(pool), EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
        return this;
    }

    /** Looks once and hands what is due to the executor. */
    void round(Executor executor) {
        fanOut.fanOut();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Ref> due = store.webhooks().due(now, ENDPOINTS);
        for (Ref ref : due) {
            for (int i = 0; i < Slots.ONE_ENDPOINT && slots.take(ref); i++) {
                if (!handOver(ref, executor)) {
                    return;
                }
            }
        }
    }

    private boolean handOver(Ref ref, Executor executor) {
        try {
            executor.execute(() -> {
                try {
                    sendAll(ref);
                } catch (RuntimeException e) {
                    LOG.log(System.Logger.Level.WARNING, "a webhook try was not written down; it is made again", e);
                } finally {
                    slots.give(ref);
                }
            });
            return true;
        } catch (RejectedExecutionException closing) {
            slots.give(ref);
            return false;
        }
    }

    // Goes on while the receiver takes what it is sent; one that does not gives its place to others.
    private void sendAll(Ref ref) {
        for (int i = 0; i < IN_A_ROW; i++) {
            boolean more = store.webhooks()
                    .find(ref.org(), ref.endpoint())
                    .filter(WebhookEndpoint::enabled)
                    .map(sending::sendNext)
                    .orElse(false);
            if (!more) {
                return;
            }
        }
    }

    private void roundSafely(Executor executor) {
        try {
            round(executor);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a round of webhooks failed; the next one follows", e);
        }
    }

    /** Stops; a try that runs may end within a few seconds, else it is made again by whoever comes next. */
    @Override
    public synchronized void close() {
        if (watch == null || senders == null) {
            return;
        }
        watch.shutdownNow();
        senders.shutdown();
        try {
            if (!senders.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                senders.shutdownNow();
            }
        } catch (InterruptedException e) {
            senders.shutdownNow();
            Thread.currentThread().interrupt();
        }
        watch = null;
        senders = null;
    }
}
