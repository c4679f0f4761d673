package dev.atelier.core.generation;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.VendorCost;
import java.util.Optional;

/**
 * Ends what was not sent yet and gives its credits back. Pictures that a vendor has in hand are brought home and charged as
 * ever: no vendor we know can be stopped. Thread-safe; repeating it changes nothing.
 */
public final class CancelGeneration {
    private final ChangeGeneration changes;
    private final Settlement settlement;

    public CancelGeneration(ChangeGeneration changes, Settlement settlement) {
        this.changes = changes;
        this.settlement = settlement;
    }

    /** @return the generation as it is now; empty if the org has no such generation */
    public Optional<Generation> cancel(OrgId org, GenerationId id) {
        return changes.change(org, id, generation -> {
            if (generation.state().terminal() || generation.cancelRequested()) {
                return generation;
            }
            Generation next = generation.withCancelRequested();
            for (ImageTask task : generation.tasks()) {
                if (task.state() == TaskState.PLANNED || task.state() == TaskState.READY) {
                    next = settlement.end(
                            next, task, TaskState.CANCELLED, TaskFailure.of(FailureKind.CANCELLED), VendorCost.UNTOLD);
                }
            }
            if (!next.state().terminal()) {
                settlement.stopping(next);
            }
            return next;
        });
    }
}
