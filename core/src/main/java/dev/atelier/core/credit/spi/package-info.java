/** Ports of the credit feature. */
@NullMarked
package dev.atelier.core.credit.spi;

import org.jspecify.annotations.NullMarked;
