package dev.atelier.core.callback;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A vendor's callback as it came in.
 *
 * @param headers names in lower case; one value each
 * @param body at most 256 KiB
 */
public record RawCallback(Map<String, String> headers, byte[] body, Instant receivedAt) {
    public static final int MAX_BODY = 256 * 1024;

    public RawCallback {
        headers = Map.copyOf(headers);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "RawCallback[" + body.length + " bytes]";
    }
}
