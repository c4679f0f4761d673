package dev.atelier.core.event.spi;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.event.Event;
import dev.atelier.core.event.EventId;
import dev.atelier.core.generation.GenerationId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps events in an order in which no reader can miss one: an event becomes readable only when no event before it can still
 * appear. Every implementation passes {@code EventLogContract}. Thread-safe; {@link #append} joins the caller's transaction.
 */
public interface EventLog {
    void append(OrgId org, @Nullable GenerationId generation, String type, Instant at, Map<String, Object> data);

    /**
     * Readable events after a place, in order.
     *
     * @param generation only this generation's; null for all of the org
     * @param limit 1 to 1,000
     */
    List<Event> after(OrgId org, @Nullable GenerationId generation, EventId after, int limit);

    /** The newest readable event's place; {@link EventId#START} if there is none. */
    EventId latest(OrgId org);

    /** The oldest event's place that is still kept; empty if none is. A client behind it must read the state anew. */
    Optional<EventId> oldest(OrgId org);

    /**
     * Calls the action soon after events of the org became readable, whichever process wrote them, until closed. The action
     * must be quick; it may be called too often, never too seldom.
     */
    AutoCloseable onNews(OrgId org, Runnable action);

    /**
     * Forgets events before this time.
     *
     * @return how many
     */
    int forgetBefore(Instant instant);
}
