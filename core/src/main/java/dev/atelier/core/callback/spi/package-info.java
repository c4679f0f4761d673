/** Ports of the callback feature. */
@NullMarked
package dev.atelier.core.callback.spi;

import org.jspecify.annotations.NullMarked;
