/** Rows about uploaded pictures in PostgreSQL. */
@NullMarked
package dev.atelier.persistence.upload;

import org.jspecify.annotations.NullMarked;
