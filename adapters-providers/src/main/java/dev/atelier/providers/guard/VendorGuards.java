package dev.atelier.providers.guard;

import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.spi.ProviderFactory;
import java.net.URI;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The guards of all rows in this process; other processes have their own. All keys of a row share its guards: it is the vendor that is
 * ill. Thread-safe.
 */
public final class VendorGuards {
    private static final int USUAL_CHATS = 64;
    /** A vendor within this process has no need of bounds. */
    private static final int SIMULATED = 1_000;

    private final Clock clock;
    private final int usualJobs;
    private final Map<ProviderId, RowGuards> rows = new ConcurrentHashMap<>();

    /** @param workers jobs that this process runs at a time; unless its row says otherwise, one vendor gets three quarters of them */
    public VendorGuards(Clock clock, int workers) {
        this.clock = clock;
        this.usualJobs = Math.max(1, workers - workers / 4);
    }

    /** The same adapters, with guards around everything that they call. */
    public List<ProviderFactory> around(List<ProviderFactory> factories) {
        return factories.stream()
                .<ProviderFactory>map(factory -> new GuardedFactory(factory, this))
                .toList();
    }

    /** How a row's operations fare, also if none was called yet. */
    public List<OperationHealth> health(ProviderConfig row, boolean simulated) {
        RowGuards guards = of(row.id(), row.baseUrl(), row.options(), simulated);
        return Operation.of(row.category()).stream()
                .map(operation -> guards.of(operation).health())
                .toList();
    }

    /** Lets calls to a row through again, in this process, as if none had failed. */
    public void close(ProviderId row) {
        RowGuards guards = rows.get(row);
        if (guards != null) {
            guards.close();
        }
    }

    RowGuards of(ProviderId row, @Nullable URI baseUrl, Map<String, String> options, boolean simulated) {
        Map<Operation, GuardLimits> limits = new EnumMap<>(Operation.class);
        for (Operation operation : Operation.values()) {
            int usual = simulated ? SIMULATED : operation == Operation.CHAT ? USUAL_CHATS : usualJobs;
            limits.put(operation, GuardLimits.of(options, operation, usual));
        }
        return java.util.Objects.requireNonNull(rows.compute(
                row,
                (id, known) -> known != null && known.isFor(baseUrl, limits)
                        ? known
                        : new RowGuards(id, baseUrl, limits, clock)));
    }
}
