/** Generations over HTTP: taking wishes for pictures, showing how far they are, and how each picture came to be. */
@NullMarked
package dev.atelier.app.generation;

import org.jspecify.annotations.NullMarked;
