package dev.atelier.app.event;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Writes frames to one reader without ever waiting for him: what the connection does not take now stays in a bounded queue, and the
 * container calls back when it takes more. Thread-safe; no method blocks.
 */
final class StreamWriter implements WriteListener {
    /** Most frames that wait; what is behind them stays in the event log until they are gone. */
    static final int QUEUE = 64;

    private final ServletOutputStream out;
    private final Runnable onRoom;
    private final Runnable onEnd;
    private final Queue<byte[]> queue = new ArrayDeque<>(); // guarded by this
    private boolean ready; // guarded by this; the container called back and has not said "not now" since
    private boolean unflushed; // guarded by this
    private boolean finishing; // guarded by this
    private boolean ended; // guarded by this
    private long movedAt = System.nanoTime(); // guarded by this

    /**
     * @param onRoom called when the queue has become empty
     * @param onEnd called once, when all is written after {@link #finish()} or when the reader has gone
     */
    StreamWriter(ServletOutputStream out, Runnable onRoom, Runnable onEnd) {
        this.out = out;
        this.onRoom = onRoom;
        this.onEnd = onEnd;
    }

    /** How many frames there is room for. */
    synchronized int room() {
        return finishing || ended ? 0 : QUEUE - queue.size();
    }

    /** Adds a frame; false if there is no room for it or nothing more is taken. */
    boolean offer(byte[] frame) {
        synchronized (this) {
            if (room() <= 0) {
                return false;
            }
            if (queue.isEmpty() && !unflushed) {
                movedAt = System.nanoTime();
            }
            queue.add(frame);
        }
        write();
        return true;
    }

    /** Writes what waits, then ends. */
    void finish() {
        synchronized (this) {
            finishing = true;
        }
        write();
    }

    /** Adds a last frame, whether there is room or not, and ends after it. */
    void finishWith(byte[] last) {
        synchronized (this) {
            if (!finishing && !ended) {
                queue.add(last);
            }
        }
        finish();
    }

    /** For how long something has waited without the reader taking any of it, in nanoseconds; 0 if nothing waits. */
    synchronized long stuckNanos() {
        return queue.isEmpty() && !unflushed ? 0 : System.nanoTime() - movedAt;
    }

    synchronized boolean idle() {
        return queue.isEmpty() && !unflushed;
    }

    @Override
    public void onWritePossible() {
        synchronized (this) {
            ready = true;
        }
        write();
    }

    @Override
    public void onError(Throwable broken) {
        end();
    }

    private void write() {
        boolean finished = false;
        boolean room = false;
        try {
            synchronized (this) {
                if (!ready || ended) {
                    return;
                }
                boolean wrote = false;
                while (!queue.isEmpty() || unflushed) {
                    if (!out.isReady()) {
                        ready = false;
                        return;
                    }
                    movedAt = System.nanoTime();
                    byte[] frame = queue.poll();
                    if (frame == null) {
                        unflushed = false;
                        out.flush();
                    } else {
                        unflushed = true;
                        wrote = true;
                        out.write(frame);
                    }
                }
                room = wrote;
                // A flush may still be under way; ending waits until it is through.
                if (finishing) {
                    if (!out.isReady()) {
                        ready = false;
                        return;
                    }
                    finished = true;
                }
            }
        } catch (IOException | RuntimeException e) {
            // The reader has gone, which is how most streams end.
            finished = true;
        }
        if (finished) {
            end();
        } else if (room) {
            onRoom.run();
        }
    }

    private void end() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            queue.clear();
            unflushed = false;
        }
        onEnd.run();
    }

    /** Gives up at once. */
    void abandon() {
        end();
    }
}
