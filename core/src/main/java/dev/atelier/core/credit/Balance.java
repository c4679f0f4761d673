package dev.atelier.core.credit;

/**
 * What an org has. Always {@code granted = available + held + spent}, and none is below zero.
 *
 * @param granted everything ever put in, less what was taken out again
 * @param available free to hold
 * @param held set aside for pictures that are being made
 * @param spent charged for pictures that arrived
 */
public record Balance(long granted, long available, long held, long spent) {
    public static final Balance EMPTY = new Balance(0, 0, 0, 0);

    public Balance {
        if (available < 0 || held < 0 || spent < 0 || granted != available + held + spent) {
            throw new IllegalArgumentException("balance does not add up: granted " + granted + ", available "
                    + available + ", held " + held + ", spent " + spent);
        }
    }
}
