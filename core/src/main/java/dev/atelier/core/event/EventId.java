package dev.atelier.core.event;

import java.util.Comparator;

/**
 * A place in the log of events. Its text form is opaque to clients; it only grows.
 *
 * @param transaction orders transactions; {@code number} orders events within and across them
 */
public record EventId(long transaction, long number) implements Comparable<EventId> {
    public static final EventId START = new EventId(0, 0);
    private static final Comparator<EventId> ORDER =
            Comparator.comparingLong(EventId::transaction).thenComparingLong(EventId::number);

    /** @throws IllegalArgumentException if the text is not one that {@link #toString} made */
    public static EventId parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 1 || text.length() > 41) {
            throw new IllegalArgumentException("not an event id");
        }
        try {
            return new EventId(Long.parseLong(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not an event id", e);
        }
    }

    @Override
    public int compareTo(EventId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return transaction + "." + number;
    }
}
