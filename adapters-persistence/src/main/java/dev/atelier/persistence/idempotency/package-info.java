/** Answers of requests that carried an idempotency key, in PostgreSQL. */
@NullMarked
package dev.atelier.persistence.idempotency;

import org.jspecify.annotations.NullMarked;
