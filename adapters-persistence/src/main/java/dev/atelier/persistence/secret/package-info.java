/** The installation's secrets in PostgreSQL. */
@NullMarked
package dev.atelier.persistence.secret;

import org.jspecify.annotations.NullMarked;
