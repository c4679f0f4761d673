/** Workflows: one file each, owning its prompts and its steps. */
@NullMarked
package dev.atelier.core.workflow;

import org.jspecify.annotations.NullMarked;
