package dev.atelier.providers.http;

import java.net.URI;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The address under which a vendor's routes lie.
 *
 * @param base scheme, host, port and prefix; empty if what was configured is no http address
 */
public record Endpoint(Optional<HttpUrl> base) {
    /** @param configured an admin's address, which wins; null for the vendor's own */
    public static Endpoint of(@Nullable URI configured, String own) {
        String text = configured == null ? own : configured.toString();
        return new Endpoint(Optional.ofNullable(HttpUrl.parse(text)).filter(url -> url.encodedQuery() == null));
    }

    /**
     * The route below the base, without repeating the base's last segment: a base that ends in {@code /v1}, as other clients want
     * it, and one that does not lead to the same place.
     *
     * @param route segments joined by slashes, such as {@code v1/models}
     */
    public Optional<HttpUrl> at(String route) {
        return base.map(url -> {
            String path = url.encodedPath().replaceAll("/+$", "");
            String last = path.substring(path.lastIndexOf('/') + 1);
            String rest = !last.isEmpty() && route.startsWith(last + "/") ? route.substring(last.length() + 1) : route;
            return url.newBuilder()
                    .encodedPath(path.isEmpty() ? "/" : path)
                    .addPathSegments(rest)
                    .build();
        });
    }
}
