package dev.atelier.core.credit.spi;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.credit.Balance;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.Hold;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.credit.LedgerEntry;
import dev.atelier.core.credit.LedgerFilter;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.credit.LedgerViolation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import java.util.List;
import java.util.Optional;

/**
 * Each org's credits: an append-only list of entries and the balance they sum to.
 *
 * <p>Every implementation passes {@code CreditLedgerContract}. Thread-safe; joins the caller's transaction. Under any
 * concurrency {@code available} never falls below zero and the balance equals the sum of the entries. Every method that
 * changes something names its effect by a key, and doing it again under the same key changes nothing.
 */
public interface CreditLedger {
    /** The org's balance; {@link Balance#EMPTY} for an org without entries. */
    Balance balance(OrgId org);

    /**
     * Puts credits in.
     *
     * @param kind {@code GRANT} or {@code PURCHASE}
     * @param key names this deposit, 1 to 200 characters
     * @return the entry; the earlier one if the key was used before
     */
    LedgerEntry deposit(OrgId org, EntryKind kind, Credits amount, String key, LedgerNote note);

    /**
     * Corrects the balance by {@code delta}, up or down but not zero.
     *
     * @return the entry, the earlier one if the key was used before; empty if fewer credits than that are available
     */
    Optional<LedgerEntry> adjust(OrgId org, long delta, String key, LedgerNote note);

    /**
     * Sets credits aside under a new hold. The one statement that decides is conditional on what is available.
     *
     * @param amount 1 or more
     * @return false, and nothing changed, if fewer credits are available; true also if this hold exists already
     */
    boolean hold(OrgId org, HoldId hold, GenerationId generation, Credits amount, LedgerNote note);

    /**
     * Charges a part of a hold for one picture that was stored.
     *
     * @param part names the picture; each part of a hold settles once, by capture or by release
     * @return false if the part was settled before
     * @throws IllegalStateException if the hold is unknown or has less left than this
     */
    boolean capture(OrgId org, HoldId hold, String part, Credits amount, LedgerNote note);

    /** Gives a part of a hold back for one picture that did not arrive; otherwise like {@link #capture}. */
    boolean release(OrgId org, HoldId hold, String part, Credits amount, LedgerNote note);

    Optional<Hold> findHold(OrgId org, HoldId hold);

    /** The org's entries, newest first. */
    default Page<LedgerEntry> entries(OrgId org, PageRequest page) {
        return entries(org, LedgerFilter.ALL, page);
    }

    /** The org's entries that the filter lets through, newest first. */
    Page<LedgerEntry> entries(OrgId org, LedgerFilter filter, PageRequest page);

    /** The entries of one generation, oldest first. */
    List<LedgerEntry> entriesOf(OrgId org, GenerationId generation);

    /** Checks every rule over every org; costs a pass over all entries. Empty when all is well. */
    List<LedgerViolation> verify();
}
