/** The audit log in PostgreSQL, which the database itself keeps append-only. */
@NullMarked
package dev.atelier.persistence.audit;

import org.jspecify.annotations.NullMarked;
