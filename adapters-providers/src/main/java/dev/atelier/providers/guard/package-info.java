/** A breaker, a limit of calls in flight and a pace around every vendor, so that one that is ill harms nobody else. */
@NullMarked
package dev.atelier.providers.guard;

import org.jspecify.annotations.NullMarked;
