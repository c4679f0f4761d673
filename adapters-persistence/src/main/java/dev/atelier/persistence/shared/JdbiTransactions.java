package dev.atelier.persistence.shared;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.shared.spi.Transactions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * One transaction a thread, over the pool that fits the thread: workers have a pool of their own, so that a burst of
 * requests cannot stop the work, nor the work the requests. Thread-safe.
 */
@SuppressWarnings("ThreadLocalUsage") // Not static: a thread may be in transactions of two stores at once.
public final class JdbiTransactions implements Transactions {
    private static final System.Logger LOG = System.getLogger(JdbiTransactions.class.getName());

    private static final int MOST_TOGETHER = 64;

    private final Jdbi requests;
    private final Jdbi work;
    private final ThreadLocal<@Nullable Bound> bound = new ThreadLocal<>();
    private final ThreadLocal<@Nullable Boolean> worker = new ThreadLocal<>();
    private final ThreadLocal<@Nullable String> scope = new ThreadLocal<>();
    private final ConnectionScopes scopes = new ConnectionScopes();
    private final GroupCommit<Supplier<?>, Object> group =
            new GroupCommit<>(MOST_TOGETHER, this::allInTransaction, task -> inTransaction(task::get));

    private record Bound(Handle handle, List<Runnable> hooks) {}

    /**
     * @param requests for threads that serve requests
     * @param work for threads inside {@link #asWorker}
     */
    public JdbiTransactions(Jdbi requests, Jdbi work) {
        this.requests = requests;
        this.work = work;
    }

    @Override
    public <T> T inTransaction(Supplier<T> task) {
        if (bound.get() != null) {
            return task.get();
        }
        List<Runnable> hooks = new ArrayList<>();
        T result;
        try (Handle handle = open()) {
            result = committed(handle, hooks, task);
        } catch (RuntimeException e) {
            throw Trouble.sorted(e);
        }
        hooks.forEach(JdbiTransactions::runHook);
        return result;
    }

    @Override
    @SuppressWarnings("unchecked") // What the group answers is what the task returned.
    public <T> T inSharedTransaction(Supplier<T> task) {
        return joined() ? task.get() : (T) group.write(task);
    }

    // Of several orgs: each task names its own in what it writes.
    private List<Object> allInTransaction(List<Supplier<?>> tasks) {
        return forAllOrgs(() ->
                inTransaction(() -> tasks.stream().<Object>map(Supplier::get).toList()));
    }

    /** True if this thread is in a transaction. */
    public boolean joined() {
        return bound.get() != null;
    }

    private <T> T committed(Handle handle, List<Runnable> hooks, Supplier<T> task) {
        bound.set(new Bound(handle, hooks));
        boolean done = false;
        try {
            handle.begin();
            T result = task.get();
            handle.commit();
            done = true;
            return result;
        } finally {
            bound.remove();
            if (!done) {
                rollback(handle);
            }
        }
    }

    private static void rollback(Handle handle) {
        try {
            if (handle.isInTransaction()) {
                handle.rollback();
            }
        } catch (RuntimeException e) {
            // The database rolls back what a broken connection left; the first exception is the one to tell.
            LOG.log(System.Logger.Level.DEBUG, "rollback failed", e);
        }
    }

    private static void runHook(Runnable hook) {
        try {
            hook.run();
        } catch (RuntimeException e) {
            // The work is committed: failing its caller now would be a lie.
            LOG.log(System.Logger.Level.ERROR, "an action after commit failed", e);
        }
    }

    @Override
    public void afterCommit(Runnable action) {
        Bound current = bound.get();
        if (current == null) {
            action.run();
        } else {
            current.hooks().add(action);
        }
    }

    /** Runs one or more statements on the thread's transaction, or on a connection of their own, each committed at once. */
    public <T> T with(Function<Handle, T> statements) {
        Bound current = bound.get();
        if (current != null) {
            return statements.apply(current.handle());
        }
        try (Handle handle = open()) {
            return statements.apply(handle);
        } catch (RuntimeException e) {
            throw Trouble.sorted(e);
        }
    }

    /** Runs statements that belong together: in the thread's transaction, or in one of their own. */
    public <T> T together(Function<Handle, T> statements) {
        return inTransaction(() -> with(statements));
    }

    /** Runs the work with the workers' pool. */
    public <T> T asWorker(Supplier<T> job) {
        worker.set(Boolean.TRUE);
        try {
            return job.get();
        } finally {
            worker.remove();
        }
    }

    @Override
    public <T> T forOrg(OrgId org, Supplier<T> task) {
        return within(org.toString(), task);
    }

    @Override
    public <T> T forAllOrgs(Supplier<T> task) {
        return within(ConnectionScopes.ALL, task);
    }

    private <T> T within(String wanted, Supplier<T> task) {
        String before = scope();
        if (wanted.equals(before)) {
            return task.get();
        }
        Bound current = bound.get();
        scope.set(wanted);
        try {
            return current == null ? task.get() : withinTransaction(current.handle(), before, wanted, task);
        } finally {
            scope.set(before);
        }
    }

    private static <T> T withinTransaction(Handle handle, String before, String wanted, Supplier<T> task) {
        narrow(handle, wanted);
        T result;
        try {
            result = task.get();
        } catch (RuntimeException | Error e) {
            try {
                narrow(handle, before);
            } catch (RuntimeException afterwards) {
                // A transaction that failed takes no more statements, and is rolled back by whoever began it.
                e.addSuppressed(afterwards);
            }
            throw e;
        }
        narrow(handle, before);
        return result;
    }

    private static void narrow(Handle handle, String wanted) {
        try {
            ConnectionScopes.applyLocally(handle.getConnection(), wanted);
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }

    private String scope() {
        String current = scope.get();
        return current == null ? ConnectionScopes.ALL : current;
    }

    @SuppressWarnings("MustBeClosed") // The caller closes it.
    private Handle open() {
        Handle handle = pool().open();
        try {
            scopes.apply(handle.getConnection(), scope());
            return handle;
        } catch (SQLException e) {
            handle.close();
            throw new ConnectionException(e);
        }
    }

    private Jdbi pool() {
        return worker.get() == null ? requests : work;
    }
}
