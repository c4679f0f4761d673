package dev.atelier.persistence.shared;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.postgresql.PGConnection;

/**
 * Whose rows each connection of the pools may see, as the database's policies ask for it (ADR 21). The database is told only when a
 * connection changes hands between two orgs. Thread-safe.
 */
final class ConnectionScopes {
    /** The rows of all orgs, as every new connection sees them. */
    static final String ALL = "*";

    private static final String UNKNOWN = "?";

    // By the database's own connection, which lives longer than the pool's wrapping of it.
    private final Map<PGConnection, String> scopes = Collections.synchronizedMap(new WeakHashMap<>());

    /** Outside of a transaction: from now on the connection sees these rows. */
    void apply(Connection connection, String scope) throws SQLException {
        PGConnection own = connection.unwrap(PGConnection.class);
        if (scope.equals(scopes.getOrDefault(own, ALL))) {
            return;
        }
        // Until the database has answered nobody knows.
        scopes.put(own, UNKNOWN);
        execute(connection, "SET atelier.org = '" + scope + "'");
        scopes.put(own, scope);
    }

    /** Inside a transaction: until its end, or until another call, it sees these rows. */
    static void applyLocally(Connection connection, String scope) throws SQLException {
        execute(connection, "SET LOCAL atelier.org = '" + scope + "'");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
