package dev.atelier.app.operations;

import java.util.function.BooleanSupplier;

/**
 * Something the server cannot work without.
 *
 * @param name what operators call it, such as {@code database}
 * @param holds true if it works; false or an exception if not; may block, and counts as failed when it takes too long
 */
public record Check(String name, BooleanSupplier holds) {
    /** Holds unless the action throws. */
    public static Check that(String name, Runnable action) {
        return new Check(name, () -> {
            action.run();
            return true;
        });
    }
}
