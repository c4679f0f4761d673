package dev.atelier.providers.sandbox;

import dev.atelier.core.provider.PictureInput;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order of any kind, as the sandbox takes it.
 *
 * @param words the prompt of a picture or a film, or what a voice says; magic words included
 * @param format empty of meaning for a voice
 */
record SandboxOrder(
        String words,
        List<PictureInput> images,
        @Nullable PictureInput mask,
        Format format,
        Make make,
        @Nullable Long seed,
        @Nullable URI callbackUrl,
        String reference) {
    SandboxOrder {
        images = List.copyOf(images);
    }

    /** Leaves words and callback URL out. */
    @Override
    public String toString() {
        return "SandboxOrder[" + reference + "]";
    }
}
