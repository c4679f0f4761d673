package dev.atelier.core.callback;

import dev.atelier.core.provider.ProviderId;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the URL that a vendor calls for one attempt, and reads the token out of one that a vendor echoes.
 *
 * @param base public address of this installation; null if there is none: every task is polled then
 */
public record CallbackUrls(@Nullable URI base) {
    private static final String PATH = "/api/v1/callbacks/";

    /** The URL with this token; empty without a public address. */
    public Optional<URI> url(ProviderId provider, String token) {
        if (base == null) {
            return Optional.empty();
        }
        String root = base.toString();
        return Optional.of(URI.create(
                (root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + PATH + provider + "/" + token));
    }

    /** Hash of the token in a URL that {@link #url} made; of something else, a hash that fits no attempt. */
    public static String tokenHash(URI url) {
        String path = url.getPath() == null ? "" : url.getPath();
        return CallbackToken.hash(path.substring(path.lastIndexOf('/') + 1));
    }
}
