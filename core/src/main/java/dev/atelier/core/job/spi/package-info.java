/** Ports of the job feature. */
@NullMarked
package dev.atelier.core.job.spi;

import org.jspecify.annotations.NullMarked;
