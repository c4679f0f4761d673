/** Looking at picture files: format, size, soundness, thumbnails. JDK only. */
@NullMarked
package dev.atelier.core.picture;

import org.jspecify.annotations.NullMarked;
