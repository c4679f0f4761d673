/** Generations whose result is a text: what was said, the answer, and what it cost. */
@NullMarked
package dev.atelier.core.text;

import org.jspecify.annotations.NullMarked;
