package dev.atelier.core.token;

import java.util.regex.Pattern;

/**
 * One thing that a token may do, written {@code area:read} or {@code area:write}. Writing includes reading.
 *
 * @param area a lower-case word such as {@code generations}; which there are, the HTTP layer says
 * @param write true if it may change things, too
 */
public record Scope(String area, boolean write) implements Comparable<Scope> {
    private static final Pattern AREA = Pattern.compile("[a-z][a-z-]{0,39}");

    public Scope {
        if (!AREA.matcher(area).matches()) {
            throw new IllegalArgumentException("no area of a scope: a lower-case word is wanted");
        }
    }

    /** To look at what is in the area. */
    public static Scope read(String area) {
        return new Scope(area, false);
    }

    /** To look at and to change what is in the area. */
    public static Scope write(String area) {
        return new Scope(area, true);
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Scope of(String text) {
        int colon = text.indexOf(':');
        String right = text.substring(colon + 1);
        if (colon < 0 || !(right.equals("read") || right.equals("write"))) {
            throw new IllegalArgumentException("no scope: area:read or area:write is wanted");
        }
        return new Scope(text.substring(0, colon), right.equals("write"));
    }

    /** True if who has this may do what the other asks for. */
    public boolean covers(Scope wanted) {
        return area.equals(wanted.area) && (write || !wanted.write);
    }

    @Override
    public int compareTo(Scope other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return area + (write ? ":write" : ":read");
    }
}
