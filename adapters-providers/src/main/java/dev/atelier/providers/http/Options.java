package dev.atelier.providers.http;

import dev.atelier.core.provider.ProviderSettings;
import java.time.Duration;
import java.util.Map;

/** An adapter's settings that are no secrets; what cannot be read counts as not given. */
public record Options(Map<String, String> values) {
    private static final int MAX_TIMEOUT_SECONDS = 600;

    public static Options of(ProviderSettings settings) {
        return new Options(settings.options());
    }

    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise).strip();
    }

    public int number(String name, int least, int most, int otherwise) {
        String text = text(name, "");
        int value = text.matches("\\d{1,9}") ? Integer.parseInt(text) : otherwise;
        return value < least || value > most ? otherwise : value;
    }

    /** The option {@code callTimeoutSeconds}: 1 to 600. */
    public Duration callTimeout(int otherwiseSeconds) {
        return Duration.ofSeconds(number("callTimeoutSeconds", 1, MAX_TIMEOUT_SECONDS, otherwiseSeconds));
    }
}
