/** Anthropic's messages, for text and picture description; wire facts and their date in {@code docs/providers/anthropic.md}. */
@NullMarked
package dev.atelier.providers.anthropic;

import org.jspecify.annotations.NullMarked;
