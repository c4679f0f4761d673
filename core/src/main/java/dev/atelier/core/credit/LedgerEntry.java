package dev.atelier.core.credit;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.GenerationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of an org's ledger; written once, never changed.
 *
 * @param sequence 1, 2, 3 … without gaps, per org
 * @param operationKey names the effect; a second entry under the same key of the same org cannot exist
 * @param change what this entry adds to each number of the balance
 * @param after the balance after this entry
 * @param actor who caused it: a user id, or {@code system}
 * @param provider slug of the vendor whose picture was charged, if any
 */
public record LedgerEntry(
        OrgId org,
        long sequence,
        EntryKind kind,
        String operationKey,
        @Nullable HoldId hold,
        @Nullable GenerationId generation,
        Change change,
        Balance after,
        String actor,
        @Nullable String provider,
        @Nullable String reason,
        Instant at) {

    /** What an entry adds to each number; {@code granted = available + held + spent} holds for it too. */
    public record Change(long granted, long available, long held, long spent) {
        public Change {
            if (granted != available + held + spent) {
                throw new IllegalArgumentException("change does not add up");
            }
        }

        public static Change deposit(long amount) {
            return new Change(amount, amount, 0, 0);
        }

        public static Change hold(long amount) {
            return new Change(0, -amount, amount, 0);
        }

        public static Change capture(long amount) {
            return new Change(0, 0, -amount, amount);
        }

        public static Change release(long amount) {
            return new Change(0, amount, -amount, 0);
        }

        public static Change refund(long amount) {
            return new Change(0, amount, 0, -amount);
        }

        public Balance applyTo(Balance balance) {
            return new Balance(
                    balance.granted() + granted,
                    balance.available() + available,
                    balance.held() + held,
                    balance.spent() + spent);
        }
    }
}
