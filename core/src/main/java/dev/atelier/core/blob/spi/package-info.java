/** Ports of the blob feature. */
@NullMarked
package dev.atelier.core.blob.spi;

import org.jspecify.annotations.NullMarked;
