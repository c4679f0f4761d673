package dev.atelier.core.provider;

import java.net.URI;
import java.util.function.Function;

/** A picture as a vendor hands it over: as bytes, or as a URL that soon dies. */
public sealed interface ProducedImage {
    /** @param bytes the encoded picture; its format is found by looking, whatever the vendor calls it */
    record Inline(byte[] bytes) implements ProducedImage {
        @Override
        public String toString() {
            return "Inline[" + bytes.length + " bytes]";
        }
    }

    /** @param url to be fetched at once and without our key */
    record Remote(URI url) implements ProducedImage {
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
