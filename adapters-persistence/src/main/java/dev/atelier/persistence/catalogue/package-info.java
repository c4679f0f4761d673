/** Models and the versioned price book in PostgreSQL. */
@NullMarked
package dev.atelier.persistence.catalogue;

import org.jspecify.annotations.NullMarked;
