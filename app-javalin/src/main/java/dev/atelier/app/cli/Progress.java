package dev.atelier.app.cli;

import dev.atelier.app.Wiring;
import dev.atelier.core.event.Event;
import dev.atelier.core.event.EventId;
import dev.atelier.core.event.EventType;
import dev.atelier.core.event.spi.EventLog;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.ImageTask;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Prints one line for each event of a generation until it has ended. */
final class Progress {
    private static final Set<String> ENDS =
            Set.of(EventType.COMPLETED, EventType.PARTIAL, EventType.FAILED, EventType.CANCELLED);
    /** News come by notice; this is for one that got lost. */
    private static final long LOOK_MILLIS = 500;

    private static final int PAGE = 200;

    private final Wiring wiring;
    private final PrintWriter out;

    Progress(Wiring wiring, PrintWriter out) {
        this.wiring = wiring;
        this.out = out;
    }

    /** Waits for the end; the deadline of every generation bounds the wait. */
    Generation follow(Generation accepted) throws InterruptedException {
        EventLog events = wiring.store().events();
        Semaphore news = new Semaphore(0);
        AutoCloseable subscription = events.onNews(accepted.org(), news::release);
        try {
            EventId last = EventId.START;
            while (true) {
                List<Event> batch = events.after(accepted.org(), accepted.id(), last, PAGE);
                for (Event event : batch) {
                    out.println(line(event));
                    last = event.id();
                    if (ENDS.contains(event.type())) {
                        return wiring.store()
                                .generations()
                                .find(accepted.org(), accepted.id())
                                .orElseThrow(() -> new IllegalStateException("the generation has gone"));
                    }
                }
                if (batch.isEmpty()) {
                    news.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    news.drainPermits();
                }
            }
        } finally {
            closeQuietly(subscription);
        }
    }

    static String line(Event event) {
        Map<String, Object> data = event.data();
        return switch (event.type()) {
            case EventType.ACCEPTED ->
                "accepted   " + said(data, "asked") + " picture(s), " + said(data, "held") + " credit(s) held";
            case EventType.STAGE -> "stage      " + said(data, "stage").replace('_', ' ');
            case EventType.IMAGE_READY -> "picture    " + number(data) + " is ready, " + arrived(data);
            case EventType.IMAGE_FAILED ->
                "picture    " + number(data) + " failed: " + said(data, "message") + " Not charged.";
            default -> "ended      " + said(data, "state") + ", " + arrived(data);
        };
    }

    /** One sentence on a generation that did not bring every picture. */
    static String ending(Generation done) {
        long arrived =
                done.tasks().stream().filter(task -> task.output() != null).count();
        String why = done.failure() != null
                ? done.failure().message()
                : done.tasks().stream()
                        .map(ImageTask::failure)
                        .filter(Objects::nonNull)
                        .map(failure -> failure.message())
                        .findFirst()
                        .orElse("");
        String state = done.state() == GenerationState.PARTIAL
                ? "Some pictures did not arrive"
                : "The generation " + (done.state() == GenerationState.CANCELLED ? "was cancelled" : "failed");
        return (state + ", " + arrived + " of " + done.tasks().size() + " arrived. " + why).strip();
    }

    private static int number(Map<String, Object> data) {
        return data.get("index") instanceof Number index ? index.intValue() + 1 : 0;
    }

    private static String arrived(Map<String, Object> data) {
        return said(data, "arrived") + " of " + said(data, "asked") + " arrived";
    }

    private static String said(Map<String, Object> data, String name) {
        return String.valueOf(data.getOrDefault(name, ""));
    }

    private static void closeQuietly(AutoCloseable subscription) {
        try {
            subscription.close();
        } catch (Exception e) {
            throw new IllegalStateException("the subscription does not end", e);
        }
    }
}
