/** OpenRouter: pictures, text and descriptions by the models of many; wire facts and their date in {@code docs/providers/openrouter.md}. */
@NullMarked
package dev.atelier.providers.openrouter;

import org.jspecify.annotations.NullMarked;
