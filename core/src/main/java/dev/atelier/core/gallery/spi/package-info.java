/** The ports of the gallery. */
@NullMarked
package dev.atelier.core.gallery.spi;

import org.jspecify.annotations.NullMarked;
