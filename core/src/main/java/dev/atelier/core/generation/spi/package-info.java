/** Ports of the generation feature. */
@NullMarked
package dev.atelier.core.generation.spi;

import org.jspecify.annotations.NullMarked;
