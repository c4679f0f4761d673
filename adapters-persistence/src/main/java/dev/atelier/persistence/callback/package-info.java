/** The inbox of vendor callbacks in PostgreSQL. */
@NullMarked
package dev.atelier.persistence.callback;

import org.jspecify.annotations.NullMarked;
