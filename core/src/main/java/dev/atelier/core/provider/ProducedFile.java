package dev.atelier.core.provider;

import dev.atelier.core.secret.Secret;
import java.net.URI;
import java.util.Map;
import java.util.function.Function;

/** A result as a vendor hands it over, be it a picture, a film or a voice: as bytes, or as a URL that soon dies. */
public sealed interface ProducedFile {
    /** @param bytes the encoded file; its format is found by looking, whatever the vendor calls it */
    record Inline(byte[] bytes) implements ProducedFile {
        @Override
        public String toString() {
            return "Inline[" + bytes.length + " bytes]";
        }
    }

    /**
     * @param url to be fetched at once
     * @param headers what the vendor wants to see there, such as its own key; sent to the host of {@code url} alone and never along
     *     with a redirect to another. An adapter names some only for a host that it would send the key to anyway; usually none
     */
    record Remote(URI url, Map<String, Secret> headers) implements ProducedFile {
        public Remote {
            headers = Map.copyOf(headers);
        }

        /** A URL that needs no key: the usual case. */
        public Remote(URI url) {
            this(url, Map.of());
        }

        @Override
        public String toString() {
            return "Remote[" + url.getHost() + "]";
        }
    }

    default <R> R fold(Function<? super Inline, ? extends R> inline, Function<? super Remote, ? extends R> remote) {
        if (this instanceof Inline bytes) {
            return inline.apply(bytes);
        }
        return remote.apply((Remote) this);
    }
}
