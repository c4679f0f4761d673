package dev.atelier.core.credit;

/**
 * A number of credits, zero or more. What the vendor charges us is counted apart, in micro-USD.
 *
 * @param amount 0 to 10^15
 */
public record Credits(long amount) implements Comparable<Credits> {
    public static final Credits NONE = new Credits(0);
    private static final long MOST = 1_000_000_000_000_000L;

    public Credits {
        if (amount < 0 || amount > MOST) {
            throw new IllegalArgumentException("credits are " + amount + ", allowed are 0 to " + MOST);
        }
    }

    public static Credits of(long amount) {
        return new Credits(amount);
    }

    /** @throws ArithmeticException if the product does not fit */
    public Credits times(int count) {
        return new Credits(Math.multiplyExact(amount, (long) count));
    }

    @Override
    public int compareTo(Credits other) {
        return Long.compare(amount, other.amount);
    }

    @Override
    public String toString() {
        return Long.toString(amount);
    }
}
