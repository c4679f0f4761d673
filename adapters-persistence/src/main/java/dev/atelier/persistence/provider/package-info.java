/** Provider configurations in PostgreSQL; every process hears of a change. */
@NullMarked
package dev.atelier.persistence.provider;

import org.jspecify.annotations.NullMarked;
