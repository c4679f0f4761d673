package dev.atelier.persistence.credit;

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
import dev.atelier.persistence.shared.GroupCommit;
import dev.atelier.persistence.shared.JdbiTransactions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The ledger as rows. Locks are taken in the order hold, then wallet, and the wallet last of all that a transaction
 * locks, so that the one row of an org that everybody needs is held shortest. READ COMMITTED is enough: the conditional
 * UPDATE decides, and CHECKs, unique keys and the deferred trigger of {@code V002} refuse whatever slips by.
 */
public final class JdbiCreditLedger implements CreditLedger {
    private static final int MAX_KEY = 200;
    private static final int MOST_HOLDS = 256;

    private final JdbiTransactions transactions;
    private final Clock clock;
    private final GroupCommit<HoldGroup.Wish, Boolean> holds;

    public JdbiCreditLedger(JdbiTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
        this.holds = new GroupCommit<>(MOST_HOLDS, this::holdAll, wish -> holdAll(List.of(wish)).get(0));
    }

    @Override
    public Balance balance(OrgId org) {
        return transactions.with(handle -> handle.createQuery(
                        "SELECT granted, available, held, spent FROM wallet WHERE org_id = :org")
                .bind("org", org.value())
                .map((row, context) -> new Balance(
                        row.getLong("granted"), row.getLong("available"), row.getLong("held"), row.getLong("spent")))
                .findOne()
                .orElse(Balance.EMPTY));
    }

    @Override
    public LedgerEntry deposit(OrgId org, EntryKind kind, Credits amount, String key, LedgerNote note) {
        if (kind != EntryKind.GRANT && kind != EntryKind.PURCHASE) {
            throw new IllegalArgumentException("a deposit is a grant or a purchase, not " + kind);
        }
        requirePositive(amount);
        requireKey(key);
        return put(org, kind, Change.deposit(amount.amount()), "deposit:" + key, note)
                .orElseThrow(() -> new IllegalStateException("a deposit was refused"));
    }

    @Override
    public Optional<LedgerEntry> adjust(OrgId org, long delta, String key, LedgerNote note) {
        if (delta == 0) {
            throw new IllegalArgumentException("an adjustment by nothing is none");
        }
        requireKey(key);
        return put(org, EntryKind.ADJUSTMENT, Change.deposit(delta), "adjust:" + key, note);
    }

    private Optional<LedgerEntry> put(OrgId org, EntryKind kind, Change change, String key, LedgerNote note) {
        return transactions.together(handle -> {
            handle.createUpdate("INSERT INTO wallet (org_id) VALUES (:org) ON CONFLICT DO NOTHING")
                    .bind("org", org.value())
                    .execute();
            lockWallet(handle, org);
            Optional<LedgerEntry> earlier = LedgerRows.byKey(handle, org, key);
            return earlier.isPresent()
                    ? earlier
                    : LedgerRows.move(handle, new LedgerRows.Move(org, kind, key, change, null, note, clock.instant()));
        });
    }

    @Override
    public boolean hold(OrgId org, HoldId hold, GenerationId generation, Credits amount, LedgerNote note) {
        requirePositive(amount);
        if (!transactions.joined()) {
            return holds.write(new HoldGroup.Wish(org, hold, generation, amount.amount(), note));
        }
        return transactions.with(handle -> {
            // The wallet's lock makes a twin with the same hold wait until it can see ours.
            if (!lockWallet(handle, org)) {
                return false;
            }
            if (findHold(org, hold).isPresent()) {
                return true;
            }
            return LedgerRows.hold(handle, hold, generation, amount.amount(), org, note, clock.instant());
        });
    }

    private List<Boolean> holdAll(List<HoldGroup.Wish> wishes) {
        return transactions.together(handle -> HoldGroup.hold(handle, wishes, clock.instant()));
    }

    @Override
    public boolean capture(OrgId org, HoldId hold, String part, Credits amount, LedgerNote note) {
        return settle(org, hold, part, EntryKind.CAPTURE, amount, note);
    }

    @Override
    public boolean release(OrgId org, HoldId hold, String part, Credits amount, LedgerNote note) {
        return settle(org, hold, part, EntryKind.RELEASE, amount, note);
    }

    private boolean settle(OrgId org, HoldId hold, String part, EntryKind kind, Credits amount, LedgerNote note) {
        requirePositive(amount);
        // One key for capture and release, so that they exclude each other.
        String key = "settle:" + hold + ":" + part;
        return transactions.together(handle -> {
            Hold locked = LedgerRows.lockHold(handle, org, hold)
                    .orElseThrow(() -> new IllegalStateException("hold " + hold + " is unknown"));
            if (LedgerRows.byKey(handle, org, key).isPresent()) {
                return false;
            }
            if (locked.open() < amount.amount()) {
                throw new IllegalStateException("hold " + hold + " has " + locked.open() + " left, wanted " + amount);
            }
            LedgerRows.settleHold(handle, locked, kind, amount.amount());
            Change change =
                    kind == EntryKind.CAPTURE ? Change.capture(amount.amount()) : Change.release(amount.amount());
            return LedgerRows.move(handle, new LedgerRows.Move(org, kind, key, change, locked, note, clock.instant()))
                    .isPresent();
        });
    }

    @Override
    public Optional<Hold> findHold(OrgId org, HoldId hold) {
        return transactions.with(handle -> LedgerRows.findHold(handle, org, hold));
    }

    @Override
    public Page<LedgerEntry> entries(OrgId org, LedgerFilter filter, PageRequest page) {
        long below = page.cursor() == null ? Long.MAX_VALUE : sequence(page.cursor());
        GenerationId generation = filter.generation();
        // The kind stands in the statement itself: only then can the planner take the index of the rare kinds.
        String kind =
                filter.kind() == null ? "" : " AND kind = '" + filter.kind().name() + "'";
        String ofGeneration = generation == null ? "" : " AND generation_id = :generation";
        List<LedgerEntry> rows = transactions.with(handle -> {
            Query query = handle.createQuery("SELECT * FROM ledger_entry WHERE org_id = :org AND seq < :below" + kind
                            + ofGeneration + " ORDER BY seq DESC LIMIT :limit")
                    .bind("org", org.value())
                    .bind("below", below)
                    .bind("limit", page.limit() + 1);
            if (generation != null) {
                query.bind("generation", generation.value());
            }
            return query.map((row, context) -> LedgerRows.entry(row)).list();
        });
        if (rows.size() <= page.limit()) {
            return new Page<>(rows, null);
        }
        List<LedgerEntry> items = rows.subList(0, page.limit());
        return new Page<>(items, "s" + items.get(items.size() - 1).sequence());
    }

    private static long sequence(String cursor) {
        try {
            if (cursor.startsWith("s")) {
                return Long.parseLong(cursor.substring(1));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a cursor of this list", e);
        }
        throw new IllegalArgumentException("not a cursor of this list");
    }

    @Override
    public List<LedgerEntry> entriesOf(OrgId org, GenerationId generation) {
        return transactions.with(handle -> handle.createQuery(
                        "SELECT * FROM ledger_entry WHERE org_id = :org AND generation_id = :generation ORDER BY seq")
                .bind("org", org.value())
                .bind("generation", generation.value())
                .map((row, context) -> LedgerRows.entry(row))
                .list());
    }

    @Override
    public List<LedgerViolation> verify() {
        return transactions.with(handle -> handle.createQuery("SELECT rule, subject FROM ledger_violation")
                .map((row, context) -> new LedgerViolation(row.getString("rule"), row.getString("subject")))
                .list());
    }

    private static boolean lockWallet(Handle handle, OrgId org) {
        return handle.createQuery("SELECT true FROM wallet WHERE org_id = :org FOR UPDATE")
                .bind("org", org.value())
                .mapTo(Boolean.class)
                .findOne()
                .isPresent();
    }

    private static void requirePositive(Credits amount) {
        if (amount.amount() < 1) {
            throw new IllegalArgumentException("the amount must be 1 or more");
        }
    }

    private static void requireKey(String key) {
        if (key.isEmpty() || key.length() > MAX_KEY) {
            throw new IllegalArgumentException("key has " + key.length() + " characters, wanted 1 to " + MAX_KEY);
        }
    }
}
