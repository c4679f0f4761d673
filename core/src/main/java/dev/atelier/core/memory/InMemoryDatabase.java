package dev.atelier.core.memory;

import dev.atelier.core.shared.spi.Transactions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One lock and one list of undos: a transaction holds the lock from its first statement to its end, so transactions follow each
 * other and their numbers are the order of their commits.
 */
final class InMemoryDatabase implements Transactions {
    private static final System.Logger LOG = System.getLogger(InMemoryDatabase.class.getName());

    private final ReentrantLock lock = new ReentrantLock();
    private long transactions; // guarded by lock
    private @Nullable Transaction current; // guarded by lock; the holder's

    private static final class Transaction {
        final Deque<Runnable> undos = new ArrayDeque<>();
        final List<Runnable> afterCommit = new ArrayList<>();

        /** Goes back to where it had this many undos and actions. */
        void rollBackTo(int undone, int actions) {
            while (undos.size() > undone) {
                undos.pop().run();
            }
            afterCommit.subList(actions, afterCommit.size()).clear();
        }
    }

    @Override
    public <T> T inTransaction(Supplier<T> work) {
        Transaction mine;
        T answer;
        lock.lock();
        try {
            if (current != null) {
                return join(current, work);
            }
            mine = new Transaction();
            transactions++;
            current = mine;
            try {
                answer = join(mine, work);
            } finally {
                current = null;
            }
        } finally {
            lock.unlock();
        }
        mine.afterCommit.forEach(InMemoryDatabase::runQuietly);
        return answer;
    }

    /** Runs the work as a part that can be undone alone, so that a caller who catches its failure finds no half of it. */
    private static <T> T join(Transaction transaction, Supplier<T> work) {
        int undos = transaction.undos.size();
        int actions = transaction.afterCommit.size();
        boolean done = false;
        try {
            T answer = work.get();
            done = true;
            return answer;
        } finally {
            if (!done) {
                transaction.rollBackTo(undos, actions);
            }
        }
    }

    @Override
    public void afterCommit(Runnable action) {
        if (lock.isHeldByCurrentThread() && current != null) {
            current.afterCommit.add(action);
        } else {
            action.run();
        }
    }

    /** The number of the running transaction: 1, 2, 3 … in order of commit. */
    long transaction() {
        running();
        return transactions;
    }

    /** Registers what takes the last change back. */
    void onRollback(Runnable undo) {
        running().undos.push(undo);
    }

    private Transaction running() {
        if (!lock.isHeldByCurrentThread() || current == null) {
            throw new IllegalStateException("no transaction is running on this thread");
        }
        return current;
    }

    /** What was committed stays committed, whatever an action does. */
    private static void runQuietly(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "an action after commit failed", e);
        }
    }
}
