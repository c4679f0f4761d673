/** Generations of text in PostgreSQL. */
@NullMarked
package dev.atelier.persistence.text;

import org.jspecify.annotations.NullMarked;
