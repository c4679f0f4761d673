/** Nano Banana, Google's picture models, as a vendor of its own; wire facts in {@code docs/providers/nano-banana.md}. */
@NullMarked
package dev.atelier.providers.nanobanana;

import org.jspecify.annotations.NullMarked;
