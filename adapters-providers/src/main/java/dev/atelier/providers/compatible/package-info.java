/** Any server that speaks OpenAI's API, wherever it stands and whoever wrote it; see {@code docs/providers/openai-compatible.md}. */
@NullMarked
package dev.atelier.providers.compatible;

import org.jspecify.annotations.NullMarked;
