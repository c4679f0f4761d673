/** Ports of the text feature. */
@NullMarked
package dev.atelier.core.text.spi;

import org.jspecify.annotations.NullMarked;
