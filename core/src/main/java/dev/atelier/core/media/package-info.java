/** Files that vendors make: pictures, films and voices. What they are is found by looking at their bytes. */
@NullMarked
package dev.atelier.core.media;

import org.jspecify.annotations.NullMarked;
