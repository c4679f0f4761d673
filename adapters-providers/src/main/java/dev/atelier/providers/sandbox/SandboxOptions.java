package dev.atelier.providers.sandbox;

import dev.atelier.core.provider.ProviderSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options of a sandbox row.
 *
 * @param latency null for 300 to 900 ms by seed
 * @param folder where accepted tasks survive this process; null keeps them in memory alone
 */
record SandboxOptions(
        Delivery delivery,
        @Nullable Duration latency,
        @Nullable Path folder) {
    private static final int MOST_LATENCY_MS = 3_600_000;

    /** How results come back. */
    enum Delivery {
        /** In the answer to the submit itself. */
        ANSWER,
        POLL,
        CALLBACK
    }

    /** @throws IllegalArgumentException if an option cannot be read; the message names it */
    static SandboxOptions of(ProviderSettings settings) {
        return new SandboxOptions(
                delivery(settings.options().getOrDefault("delivery", "poll")),
                Optional.ofNullable(settings.options().get("latencyMs"))
                        .filter(text -> !text.isBlank())
                        .map(SandboxOptions::latency)
                        .orElse(null),
                Optional.ofNullable(settings.options().get("folder"))
                        .filter(text -> !text.isBlank())
                        .map(SandboxOptions::folder)
                        .orElse(null));
    }

    private static Delivery delivery(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "answer" -> Delivery.ANSWER;
            case "poll" -> Delivery.POLL;
            case "callback" -> Delivery.CALLBACK;
            default -> throw new IllegalArgumentException("option delivery must be answer, poll or callback");
        };
    }

    private static Duration latency(String text) {
        String wrong = "option latencyMs must be a whole number from 0 to " + MOST_LATENCY_MS;
        try {
            int millis = Integer.parseInt(text.strip());
            if (millis < 0 || millis > MOST_LATENCY_MS) {
                throw new IllegalArgumentException(wrong);
            }
            return Duration.ofMillis(millis);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(wrong, e);
        }
    }

    private static Path folder(String text) {
        try {
            return Path.of(text.strip()).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("option folder is no path", e);
        }
    }
}
