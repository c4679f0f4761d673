/** Callbacks of vendors: a doorbell that is written down first and acted on later. */
@NullMarked
package dev.atelier.core.callback;

import org.jspecify.annotations.NullMarked;
