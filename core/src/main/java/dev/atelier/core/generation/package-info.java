/** Generations and their image tasks: the values, their state machines and the use cases around them. */
@NullMarked
package dev.atelier.core.generation;

import org.jspecify.annotations.NullMarked;
