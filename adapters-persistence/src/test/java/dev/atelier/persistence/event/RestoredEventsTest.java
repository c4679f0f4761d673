package dev.atelier.persistence.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.account.Org;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.event.Event;
import dev.atelier.core.event.EventId;
import dev.atelier.core.event.EventType;
import dev.atelier.core.event.spi.EventLog;
import dev.atelier.persistence.Stores;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A dump brings events of another server's transactions into this one; {@code docs/operations.md} says what to do then. */
class RestoredEventsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @RegisterExtension
    final Stores stores = new Stores();

    @Test
    void eventsFromADumpAreInTheWayUntilTheyAreTruncated() {
        OrgId org = new OrgId(UUID.randomUUID());
        stores.store().accounts().insertOrg(new Org(org, "Restored", NOW));
        EventLog events = stores.store().events();
        stores.sql("INSERT INTO event (transaction, org_id, type, at, data) VALUES (4000000000, '" + org
                + "', 'generation.stage', now(), '{}')");

        events.append(org, null, EventType.STAGE, NOW, Map.of("written", "after the restore"));
        assertThat(events.after(org, null, new EventId(4_000_000_000L, 0), 10))
                .as("what a client that remembers the old server gets to see")
                .isEmpty();

        stores.sql("TRUNCATE event");
        events.append(org, null, EventType.STAGE, NOW, Map.of("written", "after the truncate"));
        List<Event> seen = events.after(org, null, EventId.START, 10);
        assertThat(seen)
                .singleElement()
                .satisfies(event -> assertThat(event.data()).containsEntry("written", "after the truncate"));
    }
}
