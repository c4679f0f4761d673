package dev.atelier.providers.sandbox;

import dev.atelier.core.provider.VendorCost;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task that the sandbox took on, with all that is needed to draw it again.
 *
 * @param prompt as it came, magic words included
 * @param retouch what a mask keeps of the first picture; null without a mask
 * @param seed the order's, or one taken from the reference
 * @param latency from acceptance to the result
 * @param callbackUrl known only until this process ends: it holds a secret and is never written down
 */
record SandboxTask(
        String id,
        String reference,
        String prompt,
        Format format,
        Make make,
        long seed,
        Instant acceptedAt,
        Duration latency,
        List<Inset> insets,
        @Nullable Retouch retouch,
        @Nullable URI callbackUrl) {
    SandboxTask {
        insets = List.copyOf(insets);
    }

    Instant readyAt() {
        return acceptedAt.plus(latency);
    }

    MagicWords magic() {
        return MagicWords.in(prompt);
    }

    boolean fails() {
        MagicWords magic = magic();
        return magic.has(MagicWords.FAIL) || magic.unluckyHalf((seed & 1) == 1);
    }

    /** The finished file, made anew. */
    byte[] file() {
        String words = MagicWords.strip(prompt);
        Painter.Sheet sheet = new Painter.Sheet(words, seed, format, insets, retouch);
        return switch (make.kind()) {
            case PICTURE -> Painter.paint(sheet);
            case FILM -> Filmer.film(sheet, make.seconds());
            case VOICE -> Tones.say(words, Objects.requireNonNull(make.voice()));
        };
    }

    /** The sandbox takes time and no money. */
    VendorCost cost() {
        return new VendorCost(0L, latency.toMillis() / 1000.0, null, null);
    }

    /** Roughly what it takes in memory. */
    long weight() {
        long pixels = insets.stream()
                .mapToLong(inset ->
                        (long) inset.picture().getWidth() * inset.picture().getHeight())
                .sum();
        if (retouch != null) {
            pixels += (long) retouch.kept().getWidth() * retouch.kept().getHeight();
        }
        return 1_000 + 2L * prompt.length() + 4 * pixels;
    }

    /** Leaves prompt and callback URL out. */
    @Override
    public String toString() {
        return "SandboxTask[" + id + "]";
    }
}
