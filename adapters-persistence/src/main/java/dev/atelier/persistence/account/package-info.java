/** Orgs, people, sessions and invites in PostgreSQL. */
@NullMarked
package dev.atelier.persistence.account;

import org.jspecify.annotations.NullMarked;
