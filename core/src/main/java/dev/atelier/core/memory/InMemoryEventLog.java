package dev.atelier.core.memory;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.event.Event;
import dev.atelier.core.event.EventId;
import dev.atelier.core.event.spi.EventLog;
import dev.atelier.core.generation.GenerationId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The newest events of all orgs. Transactions follow each other here, so an event is readable once it is committed. */
final class InMemoryEventLog implements EventLog {
    /** How many events are kept; the oldest go first. */
    static final int KEPT = 100_000;

    private static final EventId END = new EventId(Long.MAX_VALUE, Long.MAX_VALUE);

    private record Place(OrgId org, EventId id) {}

    private final InMemoryDatabase database;
    private final InMemoryTable<Place, Event> byOrg;
    private final InMemoryTable<EventId, Event> byId;
    private final Listeners<OrgId> listeners = new Listeners<>();
    private long last; // guarded by the database's lock

    InMemoryEventLog(InMemoryDatabase database) {
        this.database = database;
        this.byOrg = new InMemoryTable<>(
                database,
                Comparator.<Place, java.util.UUID>comparing(p -> p.org().value())
                        .thenComparing(Place::id));
        this.byId = new InMemoryTable<>(database, Comparator.naturalOrder());
    }

    @Override
    public void append(
            OrgId org, @Nullable GenerationId generation, String type, Instant at, Map<String, Object> data) {
        database.run(() -> {
            last++;
            EventId id = new EventId(database.transaction(), last);
            Event event = new Event(id, org, generation, type, at, data);
            byId.put(id, event);
            byOrg.put(new Place(org, id), event);
            if (byId.size() > KEPT) {
                forget(byId.rows().firstEntry().getValue());
            }
            database.afterCommit(() -> listeners.ring(org));
        });
    }

    @Override
    public List<Event> after(OrgId org, @Nullable GenerationId generation, EventId after, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit is " + limit + ", allowed are 1 to 1000");
        }
        return database.inTransaction(() -> behind(org, after).values().stream()
                .filter(event -> generation == null || generation.equals(event.generation()))
                .limit(limit)
                .toList());
    }

    @Override
    public EventId latest(OrgId org) {
        return database.inTransaction(
                () -> Optional.ofNullable(behind(org, EventId.START).lastEntry())
                        .map(entry -> entry.getValue().id())
                        .orElse(EventId.START));
    }

    @Override
    public Optional<EventId> oldest(OrgId org) {
        return database.inTransaction(
                () -> Optional.ofNullable(behind(org, EventId.START).firstEntry())
                        .map(entry -> entry.getValue().id()));
    }

    @Override
    public AutoCloseable onNews(OrgId org, Runnable action) {
        return listeners.add(org, action);
    }

    @Override
    public int forgetBefore(Instant instant) {
        return database.inTransaction(() -> {
            List<Event> old = byId.values().stream()
                    .filter(event -> event.at().isBefore(instant))
                    .toList();
            old.forEach(this::forget);
            return old.size();
        });
    }

    private void forget(Event event) {
        byId.remove(event.id());
        byOrg.remove(new Place(event.org(), event.id()));
    }

    private NavigableMap<Place, Event> behind(OrgId org, EventId after) {
        return byOrg.rows().subMap(new Place(org, after), false, new Place(org, END), true);
    }
}
