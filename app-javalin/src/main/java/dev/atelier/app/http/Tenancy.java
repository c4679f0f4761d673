package dev.atelier.app.http;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.shared.spi.Transactions;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/**
 * Keeps a request to the rows of its caller's org, whatever its handler asks the store for. What a handler leaves to other threads, such
 * as an event stream, is not kept. Thread-safe.
 */
@FunctionalInterface
public interface Tenancy {
    /** For servers without a store. */
    Tenancy NONE = (org, handler, ctx) -> handler.handle(ctx);

    /** Runs the handler for this org. */
    void handle(OrgId org, Handler handler, Context ctx) throws Exception;

    /** By the store's own means. */
    static Tenancy of(Transactions transactions) {
        return (org, handler, ctx) -> tunnelled(() -> transactions.forOrg(org, () -> handled(handler, ctx)));
    }

    /** A handler for operators, whose request concerns several orgs; it checks by itself that he is one. */
    static Handler acrossOrgs(Transactions transactions, Handler handler) {
        return ctx -> tunnelled(() -> transactions.forAllOrgs(() -> handled(handler, ctx)));
    }

    private static boolean handled(Handler handler, Context ctx) {
        try {
            handler.handle(ctx);
            return true;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new Tunnel(e);
        }
    }

    private static void tunnelled(Runnable work) throws Exception {
        try {
            work.run();
        } catch (Tunnel e) {
            throw e.checked;
        }
    }

    /** Carries a handler's checked exception through a supplier. */
    final class Tunnel extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Exception checked;

        private Tunnel(Exception checked) {
            super(checked);
            this.checked = checked;
        }
    }
}
