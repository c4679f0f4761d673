/** Access tokens in PostgreSQL. */
@NullMarked
package dev.atelier.persistence.token;

import org.jspecify.annotations.NullMarked;
