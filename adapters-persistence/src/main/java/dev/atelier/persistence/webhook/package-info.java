/** Webhook endpoints and deliveries in PostgreSQL. */
@NullMarked
package dev.atelier.persistence.webhook;

import org.jspecify.annotations.NullMarked;
