package dev.atelier.app.operations;

import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.event.Event;
import dev.atelier.core.event.EventId;
import dev.atelier.core.event.EventType;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.shared.Threads;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts generations that ended, from the log of events: those that ended since this node started, of the orgs that have called it.
 *
 * <p>Nodes that serve the same org count the same endings: over several nodes take the maximum, not the sum. Thread-safe; one thread.
 */
final class GenerationMetrics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GenerationMetrics.class);
    private static final int MOST_ORGS = 10_000;
    private static final int PAGE = 500;
    private static final Set<String> ENDS =
            Set.of(EventType.COMPLETED, EventType.PARTIAL, EventType.FAILED, EventType.CANCELLED);

    private final Store store;
    private final MeterRegistry meters;
    private final Instant since = Instant.now();
    private final Map<OrgId, Seen> seen = new ConcurrentHashMap<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(Threads.named("atelier-metrics"));
    private volatile boolean closed;

    /** How far an org's log has been read; used by the one thread alone. */
    private static final class Seen {
        EventId place = EventId.START;
        AutoCloseable subscription = () -> {};
    }

    GenerationMetrics(Store store, MeterRegistry meters) {
        this.store = store;
        this.meters = meters;
        for (String state : List.of("completed", "partial", "failed", "cancelled")) {
            count(state, 0);
        }
    }

    /** Starts listening to this org, if it is new. Quick. */
    void observe(OrgId org) {
        if (closed || seen.containsKey(org) || seen.size() >= MOST_ORGS) {
            return;
        }
        Seen mine = new Seen();
        if (seen.putIfAbsent(org, mine) == null) {
            submit(() -> {
                mine.subscription = store.events().onNews(org, () -> submit(() -> read(org, mine)));
                read(org, mine);
            });
        }
    }

    private void submit(Runnable task) {
        try {
            worker.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.warn("events could not be read for the metrics; the next news try again", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("news after the end", e);
        }
    }

    private void read(OrgId org, Seen mine) {
        List<Event> events;
        do {
            events = store.events().after(org, null, mine.place, PAGE);
            for (Event event : events) {
                if (ENDS.contains(event.type()) && !event.at().isBefore(since)) {
                    ended(event);
                }
                mine.place = event.id();
            }
        } while (events.size() == PAGE && !closed);
    }

    private void ended(Event event) {
        String state = event.type().substring(event.type().lastIndexOf('.') + 1);
        count(state, 1);
        if (event.generation() != null) {
            store.generations()
                    .find(event.org(), event.generation())
                    .map(Generation::createdAt)
                    .ifPresent(from -> Timer.builder("generation.duration")
                            .description("From acceptance to the end, of generations that ended")
                            .tag("state", state)
                            .serviceLevelObjectives(
                                    Duration.ofSeconds(5),
                                    Duration.ofSeconds(15),
                                    Duration.ofSeconds(30),
                                    Duration.ofMinutes(1),
                                    Duration.ofMinutes(2),
                                    Duration.ofMinutes(5),
                                    Duration.ofMinutes(15),
                                    Duration.ofMinutes(30))
                            .register(meters)
                            .record(Duration.between(from, event.at())));
        }
    }

    private void count(String state, int by) {
        io.micrometer.core.instrument.Counter.builder("generations")
                .description("Generations that ended since this node started, of the orgs that called it")
                .tag("state", state)
                .register(meters)
                .increment(by);
    }

    @Override
    public void close() {
        closed = true;
        worker.shutdownNow();
        seen.values().forEach(mine -> {
            try {
                mine.subscription.close();
            } catch (Exception e) {
                LOG.debug("a subscription could not be ended", e);
            }
        });
    }
}
