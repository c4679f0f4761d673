package dev.atelier.app.event;

import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.core.account.SessionId;
import dev.atelier.core.shared.Threads;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All open streams of this node: caps, heartbeats, ends. Thread-safe. */
final class EventStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
    private static final int READERS = 4;
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final StreamSettings settings;
    private final Predicate<Principal> stands;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService readers = Threads.workers("atelier-events", READERS);
    private final ScheduledExecutorService beats =
            Executors.newSingleThreadScheduledExecutor(Threads.named("atelier-event-beats"));
    private boolean draining; // guarded by this

    EventStreams(StreamSettings settings, Predicate<Principal> stands) {
        this.settings = settings;
        this.stands = stands;
        long tick = Math.max(10, Math.min(1_000, settings.heartbeat().toMillis() / 5));
        // Only drain() ends it, and tick() throws nothing.
        ScheduledFuture<?> unused = beats.scheduleWithFixedDelay(this::tick, tick, tick, TimeUnit.MILLISECONDS);
    }

    /** @throws Problem 429 if a cap is reached, 503 if the server stops */
    synchronized void admit(EventStream stream) {
        if (draining) {
            throw Problem.of(ProblemCode.UNAVAILABLE, "The server stops.").retryAfter(Duration.ofSeconds(2));
        }
        Principal reader = stream.reader;
        long ofUser = ofUser(reader);
        if (ofUser >= settings.perUser() && endElderOf(stream)) {
            ofUser = ofUser(reader);
        }
        if (ofUser >= settings.perUser()) {
            throw full("You have " + ofUser + " event streams open, the most there may be.");
        }
        long ofOrg =
                open.stream().filter(s -> s.reader.org().equals(reader.org())).count();
        if (ofOrg >= settings.perOrg()) {
            throw full("Your org has " + ofOrg + " event streams open, the most there may be.");
        }
        if (open.size() >= settings.perNode()) {
            throw full("This server has as many event streams open as it takes.");
        }
        open.add(stream);
        CompletableFuture<Void> unused = stream.done.whenComplete((nothing, failure) -> open.remove(stream));
    }

    private long ofUser(Principal reader) {
        return open.stream().filter(s -> s.reader.user().equals(reader.user())).count();
    }

    // A page that was loaded anew has left its stream behind, which nobody notices before the next heartbeat. All tabs
    // of
    // a browser share one stream of its session, so the eldest of several is such a remnant.
    private boolean endElderOf(EventStream stream) {
        if (!stream.ofWholeOrg() || stream.reader.session() == null) {
            return false;
        }
        Optional<EventStream> eldest = open.stream()
                .filter(s -> s.ofWholeOrg() && stream.reader.session().equals(s.reader.session()))
                .min(Comparator.comparingLong(s -> s.openedAt));
        eldest.ifPresent(remnant -> {
            remnant.writer().finish();
            if (!remnant.done.isDone()) {
                remnant.cut();
            }
        });
        return eldest.isPresent();
    }

    private static Problem full(String detail) {
        return Problem.of(ProblemCode.RATE_LIMITED, detail).retryAfter(Duration.ofSeconds(10));
    }

    /** Has the stream read on. */
    void schedule(EventStream stream) {
        try {
            readers.execute(() -> guarded(stream, stream::pump));
        } catch (RejectedExecutionException e) {
            stream.writer().finish();
        }
    }

    int size() {
        return open.size();
    }

    /** The sessions in whose name streams are open. */
    Set<SessionId> sessions() {
        return open.stream()
                .map(stream -> stream.reader.session())
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Ends every stream of the session. */
    void end(SessionId session) {
        open.stream()
                .filter(stream -> session.equals(stream.reader.session()))
                .forEach(stream -> stream.writer().finish());
    }

    private void tick() {
        long now = System.nanoTime();
        for (EventStream stream : open) {
            if (stream.writer().stuckNanos() > settings.patience().toNanos()) {
                stream.cut();
            } else if (now - stream.openedAt > settings.life().toNanos()) {
                stream.writer().finish();
            } else if (stream.beatDue(now, settings.heartbeat())) {
                try {
                    readers.execute(() -> guarded(stream, () -> beat(stream)));
                } catch (RejectedExecutionException e) {
                    LOG.debug("a heartbeat came after the end", e);
                }
            }
        }
    }

    private void beat(EventStream stream) {
        if (stands.test(stream.reader)) {
            stream.beat();
        } else {
            stream.writer().finish();
        }
    }

    // The next heartbeat finds what this attempt could not; a failing store must not kill streams.
    private static void guarded(EventStream stream, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.warn("an event stream of org {} could not go on now", stream.reader.org(), e);
        }
    }

    /** Tells every reader that the server stops, ends every stream, and takes no more. Waits a second at most. */
    void drain() {
        synchronized (this) {
            draining = true;
        }
        beats.shutdownNow();
        Set<EventStream> last = Set.copyOf(open);
        last.forEach(stream -> stream.writer().finishWith(Frames.DRAINING));
        try {
            CompletableFuture.allOf(last.stream().map(stream -> stream.done).toArray(CompletableFuture<?>[]::new))
                    .get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("some readers did not take the goodbye", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        last.forEach(stream -> {
            if (!stream.done.isDone()) {
                stream.cut();
            }
        });
    }

    @Override
    public void close() {
        drain();
        readers.shutdownNow();
    }
}
