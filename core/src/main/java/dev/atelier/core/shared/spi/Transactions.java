package dev.atelier.core.shared.spi;

import dev.atelier.core.account.OrgId;
import java.util.function.Supplier;

/**
 * Runs work all or nothing over every repository, ledger, queue and log of one store.
 *
 * <p>Thread-safe. A transaction belongs to the calling thread; a call inside a transaction joins it. No vendor may be
 * called inside one.
 */
public interface Transactions {
    /**
     * Runs the work and commits what it wrote; any exception rolls all of it back and is thrown on.
     *
     * @return what the work returned
     */
    <T> T inTransaction(Supplier<T> work);

    /**
     * Like {@link #inTransaction}, and the store may run the work of several callers, one after the other, in one transaction: for
     * short writes that many callers make at a time. If that fails, each caller's work is run again in a transaction of its own, so a
     * caller learns of its own failure only. The work may run on another caller's thread, and twice if the first time was rolled
     * back. So that callers cannot wait for each other's locks, it must not change a row that another may want.
     */
    default <T> T inSharedTransaction(Supplier<T> work) {
        return inTransaction(work);
    }

    /**
     * Runs the work in the name of one org. A store that can do so hides every row of another org from it, even from a statement
     * that forgot to ask for the org; work outside of such a call sees all. Holds on this thread and to the end of the call, in and
     * around transactions.
     */
    default <T> T forOrg(OrgId org, Supplier<T> work) {
        return work.get();
    }

    /** Takes {@link #forOrg} back for work that concerns several orgs, such as finding all memberships of a person. */
    default <T> T forAllOrgs(Supplier<T> work) {
        return work.get();
    }

    /** Like {@link #inTransaction} without an answer. */
    default void run(Runnable work) {
        inTransaction(() -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    /**
     * Runs an action once the current transaction has committed; at once when there is none. A rolled back
     * transaction drops it.
     */
    void afterCommit(Runnable action);
}
