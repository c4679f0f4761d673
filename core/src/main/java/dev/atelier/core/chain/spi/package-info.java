/** The ports of the feature. */
@NullMarked
package dev.atelier.core.chain.spi;

import org.jspecify.annotations.NullMarked;
