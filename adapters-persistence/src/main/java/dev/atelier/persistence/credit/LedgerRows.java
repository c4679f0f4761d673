package dev.atelier.persistence.credit;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.credit.Balance;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.Hold;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.credit.LedgerEntry;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.persistence.shared.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The ledger's statements. */
final class LedgerRows {
    /** The wallet moves only if nothing falls below zero, and the entry takes the balances after from the moved row. */
    private static final String MOVE = """
            WITH w AS (
              UPDATE wallet SET granted = granted + :granted, available = available + :available,
                     held = held + :held, spent = spent + :spent, seq = seq + 1
               WHERE org_id = :org AND available + :available >= 0
              RETURNING *)
            INSERT INTO ledger_entry (org_id, seq, op_key, kind, hold_id, generation_id,
                   d_granted, d_available, d_held, d_spent,
                   granted_after, available_after, held_after, spent_after, actor, provider, reason, at)
            SELECT w.org_id, w.seq, :key, :kind, CAST(:hold AS uuid), CAST(:generation AS uuid),
                   :granted, :available, :held, :spent,
                   w.granted, w.available, w.held, w.spent, :actor, :provider, :reason, :at
              FROM w
            RETURNING *""";

    private LedgerRows() {}

    /** One movement of a wallet. */
    record Move(
            OrgId org,
            EntryKind kind,
            String key,
            LedgerEntry.Change change,
            @Nullable Hold hold,
            LedgerNote note,
            Instant at) {
        @Nullable
        UUID holdId() {
            return hold == null ? null : hold.id().value();
        }

        /** The note's generation, else the hold's. */
        @Nullable
        UUID generationId() {
            GenerationId noted = note.generation();
            if (noted != null) {
                return noted.value();
            }
            return hold == null ? null : hold.generation().value();
        }
    }

    /** Empty, and nothing written, if fewer credits are available. */
    static Optional<LedgerEntry> move(Handle handle, Move move) {
        return handle.createQuery(MOVE)
                .bind("org", move.org().value())
                .bind("key", move.key())
                .bind("kind", move.kind().name())
                .bind("hold", move.holdId())
                .bind("generation", move.generationId())
                .bind("granted", move.change().granted())
                .bind("available", move.change().available())
                .bind("held", move.change().held())
                .bind("spent", move.change().spent())
                .bind("actor", move.note().actor())
                .bind("provider", move.note().provider())
                .bind("reason", move.note().reason())
                .bind("at", move.at())
                .map((row, context) -> entry(row))
                .findOne();
    }

    /** False, and nothing written, if fewer credits are available. */
    static boolean hold(
            Handle handle, HoldId id, GenerationId generation, long amount, OrgId org, LedgerNote note, Instant at) {
        boolean opened = handle.createUpdate("""
                                INSERT INTO hold (id, org_id, generation_id, amount, opened_at)
                                SELECT :id, org_id, :generation, :amount, :at FROM wallet
                                 WHERE org_id = :org AND available >= :amount""")
                        .bind("id", id.value())
                        .bind("org", org.value())
                        .bind("generation", generation.value())
                        .bind("amount", amount)
                        .bind("at", at)
                        .execute()
                == 1;
        if (!opened) {
            return false;
        }
        Hold hold = new Hold(id, org, generation, amount, 0, 0, at);
        Move move = new Move(org, EntryKind.HOLD, "hold:" + id, LedgerEntry.Change.hold(amount), hold, note, at);
        if (move(handle, move).isEmpty()) {
            throw new IllegalStateException("the wallet changed under its lock");
        }
        return true;
    }

    static void settleHold(Handle handle, Hold hold, EntryKind kind, long amount) {
        String column = kind == EntryKind.CAPTURE ? "captured" : "released";
        handle.createUpdate("UPDATE hold SET " + column + " = " + column + " + :amount WHERE id = :id")
                .bind("id", hold.id().value())
                .bind("amount", amount)
                .execute();
    }

    static Optional<Hold> lockHold(Handle handle, OrgId org, HoldId hold) {
        return hold(handle, org, hold, " FOR UPDATE");
    }

    static Optional<Hold> findHold(Handle handle, OrgId org, HoldId hold) {
        return hold(handle, org, hold, "");
    }

    private static Optional<Hold> hold(Handle handle, OrgId org, HoldId hold, String lock) {
        return handle.createQuery("SELECT * FROM hold WHERE org_id = :org AND id = :id" + lock)
                .bind("org", org.value())
                .bind("id", hold.value())
                .map((row, context) -> new Hold(
                        hold,
                        org,
                        new GenerationId(Columns.uuid(row, "generation_id")),
                        row.getLong("amount"),
                        row.getLong("captured"),
                        row.getLong("released"),
                        Columns.instant(row, "opened_at")))
                .findOne();
    }

    static Optional<LedgerEntry> byKey(Handle handle, OrgId org, String key) {
        return handle.createQuery("SELECT * FROM ledger_entry WHERE org_id = :org AND op_key = :key")
                .bind("org", org.value())
                .bind("key", key)
                .map((row, context) -> entry(row))
                .findOne();
    }

    static LedgerEntry entry(ResultSet row) throws SQLException {
        UUID hold = Columns.uuidOrNull(row, "hold_id");
        UUID generation = Columns.uuidOrNull(row, "generation_id");
        return new LedgerEntry(
                new OrgId(Columns.uuid(row, "org_id")),
                row.getLong("seq"),
                EntryKind.valueOf(row.getString("kind")),
                row.getString("op_key"),
                hold == null ? null : new HoldId(hold),
                generation == null ? null : new GenerationId(generation),
                new LedgerEntry.Change(
                        row.getLong("d_granted"),
                        row.getLong("d_available"),
                        row.getLong("d_held"),
                        row.getLong("d_spent")),
                new Balance(
                        row.getLong("granted_after"),
                        row.getLong("available_after"),
                        row.getLong("held_after"),
                        row.getLong("spent_after")),
                row.getString("actor"),
                row.getString("provider"),
                row.getString("reason"),
                Columns.instant(row, "at"));
    }
}
