/** The face of the library: {@link dev.atelier.core.Atelier} and the store it stands on. */
@NullMarked
package dev.atelier.core;

import org.jspecify.annotations.NullMarked;
