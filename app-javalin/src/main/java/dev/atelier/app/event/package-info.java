/** Events over HTTP as server-sent events: many readers, none of which can hold up another. */
@NullMarked
package dev.atelier.app.event;

import org.jspecify.annotations.NullMarked;
