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
    /** Far above what one vendor is asked at a time on a good day; a row says what its vendor really takes. */
    private static final int USUAL = 256;

    /** A vendor within this process has no need of bounds. */
    private static final int SIMULATED = 1_000;

    private final Clock clock;
    private final Map<ProviderId, RowGuards> rows = new ConcurrentHashMap<>();

    public VendorGuards(Clock clock) {
        this.clock = clock;
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
            limits.put(operation, GuardLimits.of(options, operation, simulated ? SIMULATED : USUAL));
        }
        return java.util.Objects.requireNonNull(rows.compute(
                row,
                (id, known) -> known != null && known.isFor(baseUrl, limits)
                        ? known
                        : new RowGuards(id, baseUrl, limits, clock)));
    }
}
