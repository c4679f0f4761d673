/** In-memory adapters of every port: for embedding small jobs and for tests. Nothing survives the process. */
@NullMarked
package dev.atelier.core.memory;

import org.jspecify.annotations.NullMarked;
