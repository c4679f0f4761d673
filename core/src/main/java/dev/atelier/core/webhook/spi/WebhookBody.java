package dev.atelier.core.webhook.spi;

import dev.atelier.core.event.Event;

/** Writes what receivers are sent. Thread-safe; the core itself speaks no JSON. */
@FunctionalInterface
public interface WebhookBody {
    /** The event as a JSON object of {@code type}, {@code timestamp} and {@code data}, below 20,000 bytes of UTF-8. */
    String of(Event event);
}
