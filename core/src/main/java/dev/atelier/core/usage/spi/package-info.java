/** Ports of the usage feature. */
@NullMarked
package dev.atelier.core.usage.spi;

import org.jspecify.annotations.NullMarked;
