/** Webhooks over HTTP: endpoints, their secrets, and the log of what was sent to them. */
@NullMarked
package dev.atelier.app.webhook;

import org.jspecify.annotations.NullMarked;
