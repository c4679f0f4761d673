/** Prices that were promised for a while, and what binds a run to one. */
@NullMarked
package dev.atelier.core.quote;

import org.jspecify.annotations.NullMarked;
