/** A PostgreSQL of our own with a data folder that lasts, for a start without any setup. */
@NullMarked
package dev.atelier.persistence.embedded;

import org.jspecify.annotations.NullMarked;
