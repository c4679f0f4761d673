package dev.atelier.core.credit;

import dev.atelier.core.generation.GenerationId;
import org.jspecify.annotations.Nullable;

/** Which entries of a ledger are wanted; a null part lets all through. */
public record LedgerFilter(
        @Nullable EntryKind kind, @Nullable GenerationId generation) {
    public static final LedgerFilter ALL = new LedgerFilter(null, null);

    public boolean passes(LedgerEntry entry) {
        return (kind == null || kind == entry.kind()) && (generation == null || generation.equals(entry.generation()));
    }
}
