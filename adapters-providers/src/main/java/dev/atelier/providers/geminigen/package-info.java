/** Geminigen.ai, whose wire facts are second-hand: read {@code docs/providers/geminigen.md} before switching it on. */
@NullMarked
package dev.atelier.providers.geminigen;

import org.jspecify.annotations.NullMarked;
