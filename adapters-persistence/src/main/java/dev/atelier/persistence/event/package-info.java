/** The log of events in PostgreSQL, and the listener that tells of news. */
@NullMarked
package dev.atelier.persistence.event;

import org.jspecify.annotations.NullMarked;
