/** Ports of the secret feature. */
@NullMarked
package dev.atelier.core.secret.spi;

import org.jspecify.annotations.NullMarked;
