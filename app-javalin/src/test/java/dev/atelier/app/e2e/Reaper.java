package dev.atelier.app.e2e;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows every moment that a generation passes at its database and at its vendor, and kills the server at one of them. Thread-safe:
 * who reports a moment waits until the server is dead, if that is the one.
 */
final class Reaper {
    /** The n-th time that something of this name happens; n counts from 1. */
    record Moment(String what, int nth) {
        @Override
        public String toString() {
            return what + " #" + nth;
        }
    }

    private final Map<String, Integer> counts = new HashMap<>();
    private final List<Moment> passed = new ArrayList<>();
    private @Nullable Runnable kill;
    private @Nullable Moment deadly;
    private boolean watching;
    private boolean struck;

    /** @param how ends the server; when it returns, nothing of it runs */
    synchronized void kills(Runnable how) {
        kill = how;
    }

    /** Begins to count; strikes at this moment, or never. */
    synchronized void watch(@Nullable Moment when) {
        counts.clear();
        passed.clear();
        deadly = when;
        watching = true;
        struck = false;
    }

    /** Stops counting and tells what was passed since it began. */
    synchronized List<Moment> rest() {
        watching = false;
        return List.copyOf(passed);
    }

    /** True from the kill on, until the next {@link #watch}. */
    synchronized boolean struck() {
        return struck;
    }

    /** Reports a moment; true if the server was killed at it. */
    synchronized boolean at(String what) {
        if (!watching) {
            return false;
        }
        Moment now = new Moment(what, counts.merge(what, 1, Integer::sum));
        passed.add(now);
        if (!now.equals(deadly) || kill == null) {
            return false;
        }
        kill.run();
        watching = false;
        struck = true;
        return true;
    }
}
