package dev.atelier.persistence;

import java.time.Instant;

/**
 * What operators ask about a database.
 *
 * @param server PostgreSQL's own version, such as {@code 16.4}
 * @param tables version of the newest migration that was run, such as {@code 011}
 * @param known version of the newest migration that this program has; lower than {@code tables} if a newer program ran
 * @param now the database's clock
 * @param walled true if row-level security holds for this user; false for superusers and roles with BYPASSRLS
 */
public record DatabaseFacts(String server, String tables, String known, Instant now, boolean walled) {}
