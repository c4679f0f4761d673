/** Ports of the upload feature. */
@NullMarked
package dev.atelier.core.upload.spi;

import org.jspecify.annotations.NullMarked;
