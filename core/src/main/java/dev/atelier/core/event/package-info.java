/** Events: what happened to a generation, in commit order, for streams and listeners. */
@NullMarked
package dev.atelier.core.event;

import org.jspecify.annotations.NullMarked;
