package dev.atelier.core.shared;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes threads for work that mostly waits: virtual ones where the JVM has them (21 and newer), a bounded pool otherwise.
 *
 * <p>Atelier is built for Java 17, so the newer method is looked up once by reflection. Thread-safe.
 */
public final class Threads {
    private static final Optional<Method> VIRTUAL = findVirtual();

    private Threads() {}

    /** True if {@link #workers} gives virtual threads. */
    public static boolean virtual() {
        return VIRTUAL.isPresent();
    }

    /**
     * An executor for blocking tasks; the caller shuts it down. Virtual threads are not bounded: a caller who needs a bound
     * counts its own tasks.
     *
     * @param name begins the name of each platform thread
     * @param bound most platform threads, 1 or more
     */
    public static ExecutorService workers(String name, int bound) {
        if (VIRTUAL.isPresent()) {
            try {
                return (ExecutorService) VIRTUAL.get().invoke(null);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("virtual threads were found but cannot be made", e);
            }
        }
        return Executors.newFixedThreadPool(bound, named(name));
    }

    /** Makes daemon threads called {@code name-1}, {@code name-2} and so on. */
    public static ThreadFactory named(String name) {
        AtomicInteger last = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + last.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static Optional<Method> findVirtual() {
        // Java 19 and 20 have the method too, but as a preview that throws unless it was switched on.
        if (Runtime.version().feature() < 21) {
            return Optional.empty();
        }
        try {
            return Optional.of(Executors.class.getMethod("newVirtualThreadPerTaskExecutor"));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }
}
