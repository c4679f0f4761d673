/** Keys and facts of stored bytes. */
@NullMarked
package dev.atelier.core.blob;

import org.jspecify.annotations.NullMarked;
