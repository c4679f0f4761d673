/** The chains of models in PostgreSQL. */
@NullMarked
package dev.atelier.persistence.chain;

import org.jspecify.annotations.NullMarked;
