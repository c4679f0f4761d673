/** The ports that remember, on PostgreSQL. */
@NullMarked
package dev.atelier.persistence;

import org.jspecify.annotations.NullMarked;
