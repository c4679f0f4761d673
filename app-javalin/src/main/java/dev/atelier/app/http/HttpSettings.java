package dev.atelier.app.http;

import java.time.Duration;
import java.util.Set;

/**
 * How the server meets the world.
 *
 * @param https true if browsers reach it by https: cookies become {@code Secure} and HSTS is sent
 * @param allowedOrigins other origins whose pages may call the API with cookies, such as {@code https://studio.example}
 * @param ownOrigin the origin that our own pages are served from, such as {@code https://atelier.example}; blank takes the
 *     {@code Host} header's word
 * @param stopTimeout how long running requests may take to end when the server stops
 */
public record HttpSettings(boolean https, Set<String> allowedOrigins, String ownOrigin, Duration stopTimeout) {
    public HttpSettings {
        allowedOrigins = Set.copyOf(allowedOrigins);
        if (allowedOrigins.contains("*")) {
            throw new IllegalArgumentException("allowed origins are listed one by one; * would let every page in");
        }
    }

    /** Plain http on this machine, no foreign origins. */
    public static HttpSettings local() {
        return new HttpSettings(false, Set.of(), "", Duration.ofSeconds(20));
    }
}
