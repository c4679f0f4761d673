/** Ports of the catalogue feature. */
@NullMarked
package dev.atelier.core.catalogue.spi;

import org.jspecify.annotations.NullMarked;
