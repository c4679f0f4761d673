/**
 * OpenAI's API, which many servers speak: chat completions, images, speech and the list of models. What a vendor does in its own way
 * is said by its {@link dev.atelier.providers.dialect.Manners}.
 */
@NullMarked
package dev.atelier.providers.dialect;

import org.jspecify.annotations.NullMarked;
