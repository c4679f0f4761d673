package dev.atelier.core.credit;

/** What a ledger entry does. */
public enum EntryKind {
    /** Credits given by an admin. */
    GRANT,
    /** Credits bought. */
    PURCHASE,
    /** Credits set aside before work starts. */
    HOLD,
    /** Held credits charged for one picture that arrived. */
    CAPTURE,
    /** Held credits given back for one picture that did not arrive. */
    RELEASE,
    /** Charged credits given back. */
    REFUND,
    /** A correction by an admin, up or down; never below what is available. */
    ADJUSTMENT
}
