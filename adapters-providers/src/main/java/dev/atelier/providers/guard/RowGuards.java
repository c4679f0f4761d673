package dev.atelier.providers.guard;

import dev.atelier.core.provider.ProviderId;
import java.net.URI;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The guards of one row. Another address or other limits make new ones, which know nothing of the old vendor. */
final class RowGuards {
    private final @Nullable URI baseUrl;
    private final Map<Operation, GuardLimits> limits;
    private final Map<Operation, Guard> guards = new EnumMap<>(Operation.class);

    RowGuards(ProviderId row, @Nullable URI baseUrl, Map<Operation, GuardLimits> limits, Clock clock) {
        this.baseUrl = baseUrl;
        this.limits = limits;
        limits.forEach((operation, limit) -> guards.put(operation, new Guard(row, operation, limit, clock)));
    }

    boolean isFor(@Nullable URI address, Map<Operation, GuardLimits> wanted) {
        return java.util.Objects.equals(baseUrl, address) && limits.equals(wanted);
    }

    Guard of(Operation operation) {
        return java.util.Objects.requireNonNull(guards.get(operation));
    }

    void close() {
        guards.values().forEach(Guard::close);
    }
}
