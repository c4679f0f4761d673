package dev.atelier.app.webhook;

import dev.atelier.app.http.Json;
import dev.atelier.core.event.Event;
import dev.atelier.core.event.EventId;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.webhook.spi.WebhookBody;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as receivers get it: <code>{type, timestamp, data}</code>. {@code data} is what a stream of events tells of it, flat, with the
 * ids of event and org and the address to read the rest at.
 */
public final class EventBody implements WebhookBody {
    private static final String ENDPOINT = "endpointId";
    /** Characters of one text; a body of a dozen fields stays below 20,000 bytes with it. */
    private static final int LONGEST_TEXT = 1_000;

    private final String base;

    /** @param base where this server is reached; null if that is not known, addresses are then paths */
    public EventBody(@Nullable URI base) {
        this.base = base == null ? "" : base.toString().replaceAll("/+$", "");
    }

    @Override
    public String of(Event event) {
        Map<String, Object> data = new LinkedHashMap<>();
        if (!event.id().equals(EventId.START)) {
            data.put("eventId", event.id().toString());
        }
        data.put("orgId", event.org().toString());
        GenerationId generation = event.generation();
        if (generation != null) {
            data.put("generationId", generation.toString());
            data.put("url", base + "/api/v1/generations/" + generation);
        } else if (event.data().containsKey(ENDPOINT)) {
            data.put("url", base + WebhookRoutes.PATH + "/" + event.data().get(ENDPOINT));
        }
        event.data().forEach((name, value) -> data.putIfAbsent(name, thin(value)));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", event.type());
        body.put("timestamp", event.at());
        body.put("data", data);
        return Json.write(body);
    }

    private static Object thin(Object value) {
        if (!(value instanceof String text) || text.length() <= LONGEST_TEXT) {
            return value;
        }
        // Half a character could not be written as UTF-8.
        int end = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1)) ? LONGEST_TEXT - 1 : LONGEST_TEXT;
        return text.substring(0, end);
    }
}
