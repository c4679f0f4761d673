/** Writing image prompts with a chain of language models. */
@NullMarked
package dev.atelier.core.prompt;

import org.jspecify.annotations.NullMarked;
