/** Own keys in PostgreSQL. */
@NullMarked
package dev.atelier.persistence.key;

import org.jspecify.annotations.NullMarked;
