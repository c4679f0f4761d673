package dev.atelier.core.memory;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who wants to hear of news about a topic. Thread-safe. */
final class Listeners<T> {
    private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

    /** One registration; equal to none but itself, so that one action may be registered twice. */
    private static final class Listener {
        final Runnable action;

        Listener(Runnable action) {
            this.action = action;
        }
    }

    private final Map<T, Set<Listener>> byTopic = new ConcurrentHashMap<>();

    AutoCloseable add(T topic, Runnable action) {
        Listener listener = new Listener(action);
        byTopic.compute(topic, (key, there) -> {
            Set<Listener> all = there == null ? ConcurrentHashMap.newKeySet() : there;
            all.add(listener);
            return all;
        });
        return () -> byTopic.computeIfPresent(topic, (key, all) -> {
            all.remove(listener);
            return all.isEmpty() ? null : all;
        });
    }

    /** Calls every listener of the topic; one that throws does not keep the others from hearing. */
    void ring(T topic) {
        for (Listener listener : byTopic.getOrDefault(topic, Set.of())) {
            try {
                listener.action.run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "a listener failed", e);
            }
        }
    }
}
