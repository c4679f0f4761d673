/** Ports of the webhook feature. */
@NullMarked
package dev.atelier.core.webhook.spi;

import org.jspecify.annotations.NullMarked;
