/** OpenAI: pictures, speech, text and descriptions; wire facts and their date in {@code docs/providers/openai.md}. */
@NullMarked
package dev.atelier.providers.openai;

import org.jspecify.annotations.NullMarked;
