package dev.atelier.persistence.shared;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settles the short writes of several callers in one database transaction, so that they share one wait for the disk.
 *
 * <p>There is no thread and no delay: a caller who comes when nobody writes goes at once, and whoever comes meanwhile goes together
 * with all the others who did. One of them writes for all. If that fails, each is done again alone, so that nobody fails for a
 * neighbour's sake. Thread-safe.
 *
 * @param <T> what a caller wants written
 * @param <R> what it learns
 */
public final class GroupCommit<T, R> {
    private static final int MOST_WAITING = 1_000;
    private static final long LONGEST_WAIT_SECONDS = 5;

    private final int most;
    private final Function<List<T>, List<R>> together;
    private final Function<T, R> alone;
    private final BlockingQueue<Place<T, R>> queue = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicBoolean writing = new AtomicBoolean();

    /**
     * @param most callers in one transaction, 1 or more
     * @param together writes all in one transaction, and answers in their order; all or nothing
     * @param alone writes one in a transaction of its own
     */
    public GroupCommit(int most, Function<List<T>, List<R>> together, Function<T, R> alone) {
        this.most = most;
        this.together = together;
        this.alone = alone;
    }

    /** A caller who waits. */
    private static final class Place<T, R> {
        private final T wish;
        private final Thread caller = Thread.currentThread();
        private @Nullable R answer;
        private @Nullable Throwable failure;
        private volatile boolean done;

        Place(T wish) {
            this.wish = wish;
        }

        R answer() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            return java.util.Objects.requireNonNull(answer);
        }
    }

    /**
     * Writes it, alone or with others, and waits until it is committed.
     *
     * @throws StoreBusyException if too many wait already, or as the writing does
     */
    public R write(T wish) {
        Place<T, R> place = new Place<>(wish);
        boolean interrupted = queueUp(place);
        while (!place.done) {
            if (writing.compareAndSet(false, true)) {
                try {
                    writeSome();
                } finally {
                    writing.set(false);
                    wakeNext();
                }
            } else {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return place.answer();
    }

    private boolean queueUp(Place<T, R> place) {
        boolean interrupted = Thread.interrupted();
        try {
            if (queue.offer(place, LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return interrupted;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreBusyException("the caller was stopped while it waited for its turn", e);
        }
        throw new StoreBusyException("too many writes of this kind wait already", new IllegalStateException());
    }

    private void wakeNext() {
        Place<T, R> next = queue.peek();
        if (next != null) {
            LockSupport.unpark(next.caller);
        }
    }

    private void writeSome() {
        List<Place<T, R>> group = new ArrayList<>();
        queue.drainTo(group, most);
        try {
            if (group.size() > 1 && !writeTogether(group)) {
                group.forEach(this::writeAlone);
            } else if (group.size() == 1) {
                writeAlone(group.get(0));
            }
        } finally {
            for (Place<T, R> place : group) {
                place.done = true;
                LockSupport.unpark(place.caller);
            }
        }
    }

    /** False, and nothing written, if it failed for any of them. */
    private boolean writeTogether(List<Place<T, R>> group) {
        List<R> answers;
        try {
            answers = together.apply(group.stream().map(place -> place.wish).toList());
        } catch (RuntimeException | Error failed) {
            return false;
        }
        for (int i = 0; i < group.size(); i++) {
            group.get(i).answer = answers.get(i);
        }
        return true;
    }

    private void writeAlone(Place<T, R> place) {
        try {
            place.answer = alone.apply(place.wish);
        } catch (RuntimeException | Error failed) {
            place.failure = failed;
        }
    }
}
