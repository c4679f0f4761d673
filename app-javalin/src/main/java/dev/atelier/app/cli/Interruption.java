package dev.atelier.app.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C while a command runs: does what the command said last, then gives it time to end in its own order, so that nothing that the
 * vendor has in hand is lost and the database is stopped properly.
 */
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Runnable action = () -> {};
    private final Thread hook = new Thread(this::interrupted, "interruption");

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** What to do when somebody presses Ctrl-C. */
    void onInterrupt(Runnable cancel) {
        action = cancel;
    }

    private void interrupted() {
        try {
            action.run();
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("It takes too long; what the vendor has in hand is fetched at the next start.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The shutdown is under way and waits for us no more.
        }
    }
}
