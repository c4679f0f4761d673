/** Generations with their analyses, tasks and attempts in PostgreSQL. */
@NullMarked
package dev.atelier.persistence.generation;

import org.jspecify.annotations.NullMarked;
