package dev.atelier.persistence.shared;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** Tells trouble that passes from bugs, by SQLSTATE (PostgreSQL 17 manual, appendix A). */
final class Trouble {
    private Trouble() {}

    /** The exception to throw on: a {@link StoreBusyException} for trouble that passes, else the given one. */
    static RuntimeException sorted(RuntimeException thrown) {
        if (thrown instanceof StoreBusyException) {
            return thrown;
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String sentence = sentence(sql);
                return sentence == null ? thrown : new StoreBusyException(sentence, thrown);
            }
        }
        return thrown;
    }

    private static @Nullable String sentence(SQLException sql) {
        if (sql instanceof SQLTransientConnectionException) {
            return "no database connection was free in time";
        }
        String state = sql.getSQLState();
        if (state == null) {
            return null;
        }
        return switch (state) {
            case "55P03" -> "another request holds the same row; the lock was not given in time";
            case "57014" -> "the statement took longer than it may";
            case "40P01", "40001" -> "the database ended a deadlock by ending this transaction";
            case "53300", "57P01", "57P02", "57P03" -> "the database is restarting or full";
            default -> state.startsWith("08") ? "the connection to the database broke" : null;
        };
    }
}
