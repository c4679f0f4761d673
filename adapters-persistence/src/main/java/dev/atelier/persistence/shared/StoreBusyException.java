package dev.atelier.persistence.shared;

/**
 * The database could not do it in time: a lock was not given, a statement took too long, no connection was free or the
 * database is restarting. Nothing was written; the same call may be made again a little later.
 *
 * <p>The one exception: if the line broke during the commit itself, it may have been written. Operation keys and
 * idempotency keys make the repeat safe in that case too.
 */
public final class StoreBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreBusyException(String message, Throwable cause) {
        super(message, cause);
    }
}
