/** The pictures of the gallery in PostgreSQL: columns of their tasks. */
@NullMarked
package dev.atelier.persistence.gallery;

import org.jspecify.annotations.NullMarked;
