package dev.atelier.app.bench;

import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Durations and their percentiles. Thread-safe. */
final class Times {
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

    void add(long duration) {
        nanos.add(duration);
    }

    int count() {
        return nanos.size();
    }

    /** The p-th percentile in milliseconds, less what is no cost of ours. */
    String millis(int p, double less) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length == 0) {
            return "-";
        }
        long at = sorted[Math.min(sorted.length - 1, sorted.length * p / 100)];
        return String.format(Locale.ROOT, "%.1f", at / 1e6 - less);
    }
}
