/** Ports of the quote feature. */
@NullMarked
package dev.atelier.core.quote.spi;

import org.jspecify.annotations.NullMarked;
