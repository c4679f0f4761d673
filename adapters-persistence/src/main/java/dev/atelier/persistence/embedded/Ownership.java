package dev.atelier.persistence.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Gives the database to a role that is no superuser. Data folders of earlier versions were used by the superuser itself; theirs is
 * handed over at the next start.
 */
final class Ownership {
    // What belongs to a table, such as its indexes and the sequences of its columns, changes hands with it.
    private static final String HAND_OVER = """
            DO $$
            DECLARE
              it record;
            BEGIN
              FOR it IN SELECT format('ALTER %s %s OWNER TO {role}', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN
                                 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.oid::regclass) AS statement
                          FROM pg_class c
                         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
                           AND c.relowner <> '{role}'::regrole
                           AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i')
                                              AND d.classid = 'pg_class'::regclass AND c.relkind = 'S')
                        UNION ALL
                        SELECT format('ALTER ROUTINE %s OWNER TO {role}', p.oid::regprocedure)
                          FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.proowner <> '{role}'::regrole
              LOOP
                EXECUTE it.statement;
              END LOOP;
              EXECUTE format('ALTER DATABASE %I OWNER TO {role}', current_database());
            END $$""";

    private Ownership() {}

    /** Makes the role, which may make databases beside ours, and sets its password. */
    static void createRole(Connection connection, String role, String password) throws SQLException {
        boolean known = asks(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role);
        try (Statement statement = connection.createStatement()) {
            // DDL takes no parameters; the quoting is the database driver's own rule for literals.
            statement.execute((known ? "ALTER" : "CREATE") + " ROLE " + role
                    + " LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS PASSWORD '" + password.replace("'", "''") + "'");
        }
    }

    /** False if the database was there. */
    static boolean createDatabase(Connection connection, String database, String owner) throws SQLException {
        if (asks(connection, "SELECT 1 FROM pg_database WHERE datname = ?", database)) {
            return false;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database + " OWNER " + owner);
        }
        return true;
    }

    /** Makes this role the owner of the database and of all that is in it, unless it is; all or nothing. */
    static void handOver(Connection connection, String role) throws SQLException {
        if (!asks(
                connection,
                "SELECT 1 FROM pg_database WHERE datname = current_database() AND pg_get_userbyid(datdba) = ?",
                role)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(HAND_OVER.replace("{role}", role));
            }
        }
    }

    private static boolean asks(Connection connection, String query, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, value);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
