package dev.atelier.core.memory;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.credit.Balance;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.Hold;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.credit.LedgerEntry;
import dev.atelier.core.credit.LedgerEntry.Change;
import dev.atelier.core.credit.LedgerFilter;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.credit.LedgerViolation;
import dev.atelier.core.credit.spi.CreditLedger;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Entries by org and sequence; the newest entry's balance is the org's balance. */
final class InMemoryCreditLedger implements CreditLedger {
    /** An entry's place. */
    record Place(OrgId org, long sequence) {}

    private record Operation(OrgId org, String key) {}

    private final InMemoryDatabase database;
    private final Clock clock;
    private final InMemoryTable<Place, LedgerEntry> entries;
    private final InMemoryTable<Operation, LedgerEntry> operations;
    private final InMemoryTable<HoldId, Hold> holds;

    InMemoryCreditLedger(InMemoryDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.entries = new InMemoryTable<>(
                database,
                Comparator.<Place, java.util.UUID>comparing(p -> p.org().value())
                        .thenComparingLong(Place::sequence));
        this.operations = new InMemoryTable<>(
                database,
                Comparator.<Operation, java.util.UUID>comparing(o -> o.org().value())
                        .thenComparing(Operation::key));
        this.holds = new InMemoryTable<>(database, Comparator.comparing(HoldId::value));
    }

    @Override
    public Balance balance(OrgId org) {
        return database.inTransaction(() -> newest(org).map(LedgerEntry::after).orElse(Balance.EMPTY));
    }

    @Override
    public LedgerEntry deposit(OrgId org, EntryKind kind, Credits amount, String key, LedgerNote note) {
        if (kind != EntryKind.GRANT && kind != EntryKind.PURCHASE) {
            throw new IllegalArgumentException(kind + " is no deposit");
        }
        requireSome(amount);
        String operation = operation("deposit:", key);
        return database.inTransaction(() -> operations
                .get(new Operation(org, operation))
                .orElseGet(() -> append(org, kind, operation, null, note, Change.deposit(amount.amount()))));
    }

    @Override
    public Optional<LedgerEntry> adjust(OrgId org, long delta, String key, LedgerNote note) {
        if (delta == 0) {
            throw new IllegalArgumentException("an adjustment may not be zero");
        }
        String operation = operation("adjust:", key);
        return database.inTransaction(() -> {
            Optional<LedgerEntry> earlier = operations.get(new Operation(org, operation));
            if (earlier.isPresent() || Math.addExact(balance(org).available(), delta) < 0) {
                return earlier;
            }
            return Optional.of(append(org, EntryKind.ADJUSTMENT, operation, null, note, Change.deposit(delta)));
        });
    }

    @Override
    public boolean hold(OrgId org, HoldId hold, GenerationId generation, Credits amount, LedgerNote note) {
        requireSome(amount);
        return database.inTransaction(() -> {
            if (holds.has(hold)) {
                return findHold(org, hold).isPresent();
            }
            if (balance(org).available() < amount.amount()) {
                return false;
            }
            Hold opened = new Hold(hold, org, generation, amount.amount(), 0, 0, clock.instant());
            holds.put(hold, opened);
            append(org, EntryKind.HOLD, "hold:" + hold, opened, note, Change.hold(amount.amount()));
            return true;
        });
    }

    @Override
    public boolean capture(OrgId org, HoldId hold, String part, Credits amount, LedgerNote note) {
        return settle(org, hold, part, amount, note, EntryKind.CAPTURE, Change.capture(amount.amount()));
    }

    @Override
    public boolean release(OrgId org, HoldId hold, String part, Credits amount, LedgerNote note) {
        return settle(org, hold, part, amount, note, EntryKind.RELEASE, Change.release(amount.amount()));
    }

    private boolean settle(
            OrgId org, HoldId id, String part, Credits amount, LedgerNote note, EntryKind kind, Change change) {
        requireSome(amount);
        return database.inTransaction(() -> {
            Hold hold = findHold(org, id).orElseThrow(() -> new IllegalStateException("hold " + id + " is unknown"));
            // One key for both ways, so that capture and release exclude each other.
            String operation = "settle:" + id + ":" + part;
            if (operations.has(new Operation(org, operation))) {
                return false;
            }
            if (hold.open() < amount.amount()) {
                throw new IllegalStateException("hold " + id + " has " + hold.open() + " left, wanted " + amount);
            }
            boolean captured = kind == EntryKind.CAPTURE;
            holds.put(
                    id,
                    new Hold(
                            id,
                            org,
                            hold.generation(),
                            hold.amount(),
                            hold.captured() + (captured ? amount.amount() : 0),
                            hold.released() + (captured ? 0 : amount.amount()),
                            hold.openedAt()));
            append(org, kind, operation, hold, note, change);
            return true;
        });
    }

    private LedgerEntry append(
            OrgId org, EntryKind kind, String operation, @Nullable Hold hold, LedgerNote note, Change change) {
        Optional<LedgerEntry> last = newest(org);
        LedgerEntry entry = new LedgerEntry(
                org,
                last.map(LedgerEntry::sequence).orElse(0L) + 1,
                kind,
                operation,
                hold == null ? null : hold.id(),
                hold == null ? note.generation() : hold.generation(),
                change,
                change.applyTo(last.map(LedgerEntry::after).orElse(Balance.EMPTY)),
                note.actor(),
                note.provider(),
                note.reason(),
                clock.instant());
        entries.put(new Place(org, entry.sequence()), entry);
        operations.put(new Operation(org, operation), entry);
        return entry;
    }

    @Override
    public Optional<Hold> findHold(OrgId org, HoldId hold) {
        return database.inTransaction(
                () -> holds.get(hold).filter(found -> found.org().equals(org)));
    }

    @Override
    public Page<LedgerEntry> entries(OrgId org, LedgerFilter filter, PageRequest request) {
        long below = request.cursor() == null ? Long.MAX_VALUE : sequenceOf(request.cursor());
        return database.inTransaction(() -> {
            List<LedgerEntry> found = of(org, below).descendingMap().values().stream()
                    .filter(filter::passes)
                    .limit(request.limit() + 1L)
                    .toList();
            if (found.size() <= request.limit()) {
                return new Page<>(found, null);
            }
            List<LedgerEntry> items = found.subList(0, request.limit());
            return new Page<>(items, Long.toString(items.get(items.size() - 1).sequence()));
        });
    }

    @Override
    public List<LedgerEntry> entriesOf(OrgId org, GenerationId generation) {
        return database.inTransaction(() -> of(org, Long.MAX_VALUE).values().stream()
                .filter(entry -> generation.equals(entry.generation()))
                .toList());
    }

    @Override
    public List<LedgerViolation> verify() {
        return database.inTransaction(() -> LedgerAudit.violations(entries.values(), holds.values()));
    }

    /** The org's entries, oldest first; read inside a transaction. */
    Stream<LedgerEntry> all(OrgId org) {
        return of(org, Long.MAX_VALUE).values().stream();
    }

    private Optional<LedgerEntry> newest(OrgId org) {
        return Optional.ofNullable(of(org, Long.MAX_VALUE).lastEntry()).map(java.util.Map.Entry::getValue);
    }

    private NavigableMap<Place, LedgerEntry> of(OrgId org, long below) {
        return entries.rows().subMap(new Place(org, 0), false, new Place(org, below), false);
    }

    private static long sequenceOf(String cursor) {
        try {
            return Math.max(1, Long.parseLong(cursor));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a cursor of this list", e);
        }
    }

    private static String operation(String prefix, String key) {
        if (key.isBlank() || key.length() > 200) {
            throw new IllegalArgumentException("key must be 1 to 200 characters");
        }
        return prefix + key;
    }

    private static void requireSome(Credits amount) {
        if (amount.amount() < 1) {
            throw new IllegalArgumentException("amount must be 1 credit or more");
        }
    }
}
