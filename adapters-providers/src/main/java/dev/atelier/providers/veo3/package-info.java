/** Veo 3, Google's film models, as a vendor of its own; wire facts in {@code docs/providers/veo3.md}. */
@NullMarked
package dev.atelier.providers.veo3;

import org.jspecify.annotations.NullMarked;
