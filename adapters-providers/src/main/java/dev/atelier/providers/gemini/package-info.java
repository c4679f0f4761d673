/** Google's Gemini by its own API; wire facts and their date in {@code docs/providers/gemini.md}. */
@NullMarked
package dev.atelier.providers.gemini;

import org.jspecify.annotations.NullMarked;
