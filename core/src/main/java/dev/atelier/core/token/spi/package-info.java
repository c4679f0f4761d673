/** Ports of the access tokens. */
@NullMarked
package dev.atelier.core.token.spi;

import org.jspecify.annotations.NullMarked;
