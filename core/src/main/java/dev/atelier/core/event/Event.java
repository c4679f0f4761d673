package dev.atelier.core.event;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.GenerationId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, committed.
 *
 * @param type one of {@link EventType}
 * @param data thin: ids, states, numbers and texts; values are String, Integer, Long, Boolean or lists of these
 */
public record Event(
        EventId id, OrgId org, @Nullable GenerationId generation, String type, Instant at, Map<String, Object> data) {
    public Event {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }
}
