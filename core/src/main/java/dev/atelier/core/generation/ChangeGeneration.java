package dev.atelier.core.generation;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.spi.GenerationRepository;
import dev.atelier.core.shared.spi.Transactions;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Moves a generation from one stored value to the next, one change at a time. Thread-safe.
 *
 * <p>The row lock is the fence of every step: a step looks at the locked value and changes it only from the state it
 * expects, so a step that runs twice, late or beside another does its work once.
 */
public final class ChangeGeneration {
    private final GenerationRepository generations;
    private final Transactions transactions;

    public ChangeGeneration(GenerationRepository generations, Transactions transactions) {
        this.generations = generations;
        this.transactions = transactions;
    }

    /**
     * Locks the generation, applies the step and stores what came out, with all that the step wrote beside it, in one
     * transaction. A step that returns its argument changes nothing.
     *
     * @return what is stored now; empty if the org has no such generation
     */
    public Optional<Generation> change(OrgId org, GenerationId id, UnaryOperator<Generation> step) {
        return transactions.inTransaction(() -> generations.lock(org, id).map(before -> {
            Generation after = step.apply(before);
            if (after.equals(before)) {
                return before;
            }
            Generation stored = after.nextVersion();
            generations.update(before, stored);
            return stored;
        }));
    }
}
