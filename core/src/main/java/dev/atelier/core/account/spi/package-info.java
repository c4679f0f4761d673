/** Ports of the account feature. */
@NullMarked
package dev.atelier.core.account.spi;

import org.jspecify.annotations.NullMarked;
