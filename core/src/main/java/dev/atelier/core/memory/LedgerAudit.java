package dev.atelier.core.memory;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.credit.Balance;
import dev.atelier.core.credit.Hold;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.credit.LedgerEntry;
import dev.atelier.core.credit.LedgerViolation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds the ledger up from the first entry and compares. */
final class LedgerAudit {
    private record Settled(long captured, long released) {}

    private LedgerAudit() {}

    /** @param entries by org and sequence */
    static List<LedgerViolation> violations(Collection<LedgerEntry> entries, Collection<Hold> holds) {
        List<LedgerViolation> found = new ArrayList<>();
        Map<OrgId, LedgerEntry> last = new HashMap<>();
        Map<HoldId, Settled> settled = new HashMap<>();
        for (LedgerEntry entry : entries) {
            LedgerEntry before = last.put(entry.org(), entry);
            String subject = entry.org() + " #" + entry.sequence();
            if (entry.sequence() != (before == null ? 1 : before.sequence() + 1)) {
                found.add(new LedgerViolation("sequences have no gap", subject));
            }
            Balance sum = before == null ? Balance.EMPTY : before.after();
            if (!entry.change().applyTo(sum).equals(entry.after())) {
                found.add(new LedgerViolation("each balance is the one before plus the change", subject));
            }
            add(settled, entry);
        }
        Map<OrgId, Long> open = new HashMap<>();
        for (Hold hold : holds) {
            open.merge(hold.org(), hold.open(), Long::sum);
            if (!new Settled(hold.captured(), hold.released())
                    .equals(settled.getOrDefault(hold.id(), new Settled(0, 0)))) {
                found.add(new LedgerViolation("a hold is settled as its entries say", "hold " + hold.id()));
            }
        }
        last.forEach((org, entry) -> {
            if (entry.after().held() != open.getOrDefault(org, 0L)) {
                found.add(new LedgerViolation("held is what all holds have open", "org " + org));
            }
        });
        return found;
    }

    private static void add(Map<HoldId, Settled> settled, LedgerEntry entry) {
        HoldId hold = entry.hold();
        if (hold == null) {
            return;
        }
        Settled before = settled.getOrDefault(hold, new Settled(0, 0));
        long amount = -entry.change().held();
        switch (entry.kind()) {
            case CAPTURE -> settled.put(hold, new Settled(before.captured() + amount, before.released()));
            case RELEASE -> settled.put(hold, new Settled(before.captured(), before.released() + amount));
            case HOLD, GRANT, PURCHASE, REFUND, ADJUSTMENT -> settled.putIfAbsent(hold, before);
        }
    }
}
