package dev.atelier.persistence.credit;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.persistence.shared.Columns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Many callers' holds in one transaction: each wallet is locked, read and written once, however many holds it gives. The wallets are
 * locked in the order of their orgs, so that two processes that do this at a time cannot wait for each other.
 */
final class HoldGroup {
    private static final String WALLETS = """
            SELECT org_id, granted, available, held, spent, seq FROM wallet WHERE org_id = ANY (:orgs)
             ORDER BY org_id FOR UPDATE""";
    private static final String HOLD = """
            INSERT INTO hold (id, org_id, generation_id, amount, opened_at)
            VALUES (:hold, :org, :generation, :amount, :at)""";
    private static final String MOVE = """
            UPDATE wallet SET available = available - :amount, held = held + :amount, seq = :seq
             WHERE org_id = :org AND available - :amount >= 0""";
    private static final String ENTRY = """
            INSERT INTO ledger_entry (org_id, seq, op_key, kind, hold_id, generation_id,
                   d_granted, d_available, d_held, d_spent,
                   granted_after, available_after, held_after, spent_after, actor, provider, reason, at)
            VALUES (:org, :seq, :key, 'HOLD', :hold, :generation, 0, -:amount, :amount, 0,
                   :granted, :available, :held, :spent, :actor, :provider, :reason, :at)""";

    private HoldGroup() {}

    /** What one caller asks for. */
    record Wish(OrgId org, HoldId hold, GenerationId generation, long amount, LedgerNote note) {}

    /** A locked wallet as it will be. */
    private static final class Wallet {
        private final long granted;
        private final long spent;
        private long available;
        private long held;
        private long seq;
        private long taken;

        Wallet(long granted, long available, long held, long spent, long seq) {
            this.granted = granted;
            this.available = available;
            this.held = held;
            this.spent = spent;
            this.seq = seq;
        }

        void take(long amount) {
            available -= amount;
            held += amount;
            taken += amount;
            seq++;
        }
    }

    /** In a transaction: whether each wish is held, in the order of the wishes. */
    static List<Boolean> hold(Handle handle, List<Wish> wishes, Instant at) {
        Map<UUID, Wallet> wallets = lock(handle, wishes);
        // Read under the locks, which make a twin with the same hold wait until it can see ours.
        Set<String> known = known(handle, wishes);
        List<Boolean> answers = new ArrayList<>();
        PreparedBatch holds = handle.prepareBatch(HOLD);
        PreparedBatch entries = handle.prepareBatch(ENTRY);
        for (Wish wish : wishes) {
            Wallet wallet = wallets.get(wish.org().value());
            String name = name(wish.org().value(), wish.hold().value());
            boolean held = wallet != null && known.contains(name);
            if (wallet != null && !held && wallet.available >= wish.amount()) {
                wallet.take(wish.amount());
                add(holds, entries, wish, wallet, at);
                held = known.add(name);
            }
            answers.add(held);
        }
        if (holds.size() > 0) {
            holds.execute();
            move(handle, wallets);
            entries.execute();
        }
        return answers;
    }

    private static Map<UUID, Wallet> lock(Handle handle, List<Wish> wishes) {
        UUID[] orgs =
                wishes.stream().map(wish -> wish.org().value()).distinct().toArray(UUID[]::new);
        Map<UUID, Wallet> wallets = new LinkedHashMap<>();
        handle.createQuery(WALLETS)
                .bind("orgs", orgs)
                .map((row, context) -> Map.entry(
                        Columns.uuid(row, "org_id"),
                        new Wallet(
                                row.getLong("granted"),
                                row.getLong("available"),
                                row.getLong("held"),
                                row.getLong("spent"),
                                row.getLong("seq"))))
                .forEach(entry -> wallets.put(entry.getKey(), entry.getValue()));
        return wallets;
    }

    private static Set<String> known(Handle handle, List<Wish> wishes) {
        UUID[] ids = wishes.stream().map(wish -> wish.hold().value()).toArray(UUID[]::new);
        return new HashSet<>(handle.createQuery("SELECT org_id, id FROM hold WHERE id = ANY (:ids)")
                .bind("ids", ids)
                .map((row, context) -> name(Columns.uuid(row, "org_id"), Columns.uuid(row, "id")))
                .list());
    }

    private static String name(UUID org, UUID hold) {
        return org + " " + hold;
    }

    private static void add(PreparedBatch holds, PreparedBatch entries, Wish wish, Wallet wallet, Instant at) {
        holds.bind("hold", wish.hold().value())
                .bind("org", wish.org().value())
                .bind("generation", wish.generation().value())
                .bind("amount", wish.amount())
                .bind("at", at)
                .add();
        GenerationId noted = wish.note().generation();
        entries.bind("org", wish.org().value())
                .bind("seq", wallet.seq)
                .bind("key", "hold:" + wish.hold())
                .bind("hold", wish.hold().value())
                .bind("generation", (noted == null ? wish.generation() : noted).value())
                .bind("amount", wish.amount())
                .bind("granted", wallet.granted)
                .bind("available", wallet.available)
                .bind("held", wallet.held)
                .bind("spent", wallet.spent)
                .bind("actor", wish.note().actor())
                .bind("provider", wish.note().provider())
                .bind("reason", wish.note().reason())
                .bind("at", at)
                .add();
    }

    private static void move(Handle handle, Map<UUID, Wallet> wallets) {
        PreparedBatch moves = handle.prepareBatch(MOVE);
        int moved = 0;
        for (Map.Entry<UUID, Wallet> entry : wallets.entrySet()) {
            if (entry.getValue().taken > 0) {
                moves.bind("org", entry.getKey())
                        .bind("amount", entry.getValue().taken)
                        .bind("seq", entry.getValue().seq)
                        .add();
                moved++;
            }
        }
        int written = java.util.Arrays.stream(moves.execute()).sum();
        if (written != moved) {
            throw new IllegalStateException("a wallet changed under its lock");
        }
    }
}
