/** replicate.com: predictions of models by their owners, answered at once, polled, or told by signed webhooks. */
@NullMarked
package dev.atelier.providers.replicate;

import org.jspecify.annotations.NullMarked;
