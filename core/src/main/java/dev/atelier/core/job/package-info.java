/** Durable jobs: one step of a workflow each, with retries and dead letters. */
@NullMarked
package dev.atelier.core.job;

import org.jspecify.annotations.NullMarked;
