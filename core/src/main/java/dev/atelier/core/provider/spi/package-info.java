/** Ports that a vendor adapter implements. */
@NullMarked
package dev.atelier.core.provider.spi;

import org.jspecify.annotations.NullMarked;
