package dev.atelier.core.webhook.spi;

import dev.atelier.core.webhook.DeliveryTrouble;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends one request to an address that a stranger chose. Thread-safe. */
public interface WebhookSender {
    /**
     * What is wrong with an address, as far as that can be said without calling it.
     *
     * @return a sentence for the person who typed it; empty if it may be kept
     */
    Optional<String> objection(URI url);

    /**
     * POSTs the body as JSON, once: no redirect is followed, nothing is repeated, and the address that is really connected to is
     * judged anew. Blocks for {@code timeout} at most. Never throws for what the receiver or the network do.
     *
     * @param timeout for the whole call, connecting included
     */
    Answer send(URI url, Map<String, String> headers, byte[] body, Duration timeout);

    /**
     * What came back; nothing of the answer's body.
     *
     * @param status null if no answer came
     * @param trouble null if the status is 2xx
     * @param retryAfter what the receiver asked for, if it did
     */
    record Answer(
            @Nullable Integer status,
            @Nullable DeliveryTrouble trouble,
            @Nullable Duration retryAfter) {}
}
