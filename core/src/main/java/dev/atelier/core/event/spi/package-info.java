/** Ports of the event feature. */
@NullMarked
package dev.atelier.core.event.spi;

import org.jspecify.annotations.NullMarked;
