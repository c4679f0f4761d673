/** Ports that every feature needs. */
@NullMarked
package dev.atelier.core.shared.spi;

import org.jspecify.annotations.NullMarked;
