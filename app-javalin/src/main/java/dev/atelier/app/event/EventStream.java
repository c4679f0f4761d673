package dev.atelier.app.event;

import dev.atelier.app.http.Principal;
import dev.atelier.core.event.Event;
import dev.atelier.core.event.EventId;
import dev.atelier.core.event.EventType;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One reader and his place in the log. News only mark it; a task of the readers' pool then reads on from the place, so nothing is lost
 * or repeated, however often or seldom the news come.
 */
final class EventStream {
    private static final Set<String> TERMINAL =
            Set.of(EventType.COMPLETED, EventType.PARTIAL, EventType.FAILED, EventType.CANCELLED);
    /** An ended generation whose last event is not readable after this time has none that is kept. */
    private static final Duration READABLE_WITHIN = Duration.ofSeconds(60);

    final Principal reader;
    final CompletableFuture<Void> done = new CompletableFuture<>();
    final long openedAt = System.nanoTime();
    private final @Nullable GenerationId generation;
    private final StreamWriter writer;
    private final BiFunction<EventId, Integer, List<Event>> log;
    private final Supplier<@Nullable Generation> state;
    private final Runnable schedule;
    private final Runnable cut;
    private final Clock clock;
    private final Object pumping = new Object();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile EventId place;
    private volatile long beatAt = openedAt;

    /**
     * @param generation null for all of the org
     * @param connection where frames go
     * @param log reads on from a place
     * @param state the generation as it is now; gives null if there is none
     * @param schedule has {@link #pump} called soon on a thread that may block
     */
    EventStream(
            Principal reader,
            @Nullable GenerationId generation,
            EventId from,
            Connection connection,
            BiFunction<EventId, Integer, List<Event>> log,
            Supplier<@Nullable Generation> state,
            Consumer<EventStream> schedule,
            Clock clock) {
        this.reader = reader;
        this.generation = generation;
        this.place = from;
        this.log = log;
        this.state = state;
        this.schedule = () -> schedule.accept(this);
        this.clock = clock;
        this.cut = connection.cut();
        this.writer = new StreamWriter(connection.out(), this::wake, () -> done.complete(null));
    }

    /** Where frames go, and how to close it at once. */
    record Connection(jakarta.servlet.ServletOutputStream out, Runnable cut) {}

    static boolean terminal(String type) {
        return TERMINAL.contains(type);
    }

    boolean ofWholeOrg() {
        return generation == null;
    }

    StreamWriter writer() {
        return writer;
    }

    /** Something may be new: quick, from any thread. */
    void wake() {
        if (!done.isDone() && scheduled.compareAndSet(false, true)) {
            schedule.run();
        }
    }

    /** Reads on and queues what there is room for; called by one thread at a time, since {@link #wake} schedules only one. */
    void pump() {
        scheduled.set(false);
        synchronized (pumping) {
            readOn();
        }
    }

    private void readOn() {
        int room = writer.room();
        while (room > 0) {
            List<Event> events = log.apply(place, room);
            for (Event event : events) {
                if (!writer.offer(Frames.of(event))) {
                    return;
                }
                place = event.id();
            }
            if (events.isEmpty()) {
                return;
            }
            // A retry opens a generation again: only an end with nothing behind it is the end.
            boolean over = generation != null
                    && terminal(events.get(events.size() - 1).type())
                    && log.apply(place, 1).isEmpty();
            if (over) {
                writer.finish();
                return;
            }
            room = writer.room();
        }
    }

    /** Ends a generation's stream to which nothing more can come because its last events are not kept any more. */
    private void endIfOver() {
        Generation now = generation == null ? null : state.get();
        if (now != null && over(now, clock.instant()) && log.apply(place, 1).isEmpty()) {
            writer.finish();
        }
    }

    /** True if it has ended so long ago that its last event is readable, or not kept any more. */
    static boolean over(Generation generation, Instant now) {
        Instant ended = generation.completedAt();
        return generation.state().terminal()
                && ended != null
                && ended.plus(READABLE_WITHIN).isBefore(now);
    }

    /** Sends a sign of life and looks for what a lost notice may have left behind. May block on the store. */
    void beat() {
        if (writer.idle()) {
            writer.offer(Frames.HEARTBEAT);
        }
        endIfOver();
        wake();
    }

    /** True once per heartbeat. */
    boolean beatDue(long now, Duration every) {
        if (now - beatAt < every.toNanos()) {
            return false;
        }
        beatAt = now;
        return true;
    }

    /** Closes the connection of a reader who does not read, or has to go at once. */
    void cut() {
        cut.run();
        writer.abandon();
    }
}
