/** Test helpers that other modules use too: sample values, a clock to set, threads that start together. */
@NullMarked
package dev.atelier.core.fakes;

import org.jspecify.annotations.NullMarked;
