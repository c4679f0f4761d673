package dev.atelier.core.shared;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Stores what is in our hands alone, such as the answer of a paid call: a store that is busy just now is asked again. Thread-safe. */
public final class Insist {
    private static final System.Logger LOG = System.getLogger(Insist.class.getName());
    private static final int RETRIES = 5;

    private Insist() {}

    /**
     * Tries up to six times within some three seconds; the last failure is thrown.
     *
     * @param what is stored, for the log
     */
    public static <T> T on(String what, Supplier<T> storing) {
        for (int failures = 0; ; failures++) {
            try {
                return storing.get();
            } catch (RuntimeException e) {
                if (failures == RETRIES) {
                    throw e;
                }
                LOG.log(System.Logger.Level.WARNING, what + " could not be stored; trying again", e);
                try {
                    TimeUnit.MILLISECONDS.sleep(100L << failures);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }
}
