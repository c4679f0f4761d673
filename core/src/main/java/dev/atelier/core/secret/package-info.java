/** Secrets in memory and sealed at rest. */
@NullMarked
package dev.atelier.core.secret;

import org.jspecify.annotations.NullMarked;
