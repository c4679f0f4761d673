/** fal.ai: a queue before many makers of pictures and films, with callbacks that are signed by a key pair of fal's own. */
@NullMarked
package dev.atelier.providers.fal;

import org.jspecify.annotations.NullMarked;
