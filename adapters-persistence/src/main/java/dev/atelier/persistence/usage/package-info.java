/** Sums over the rows of other features, in PostgreSQL. */
@NullMarked
package dev.atelier.persistence.usage;

import org.jspecify.annotations.NullMarked;
