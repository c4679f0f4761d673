/** Quotes in PostgreSQL. */
@NullMarked
package dev.atelier.persistence.quote;

import org.jspecify.annotations.NullMarked;
