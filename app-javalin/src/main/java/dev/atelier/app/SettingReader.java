package dev.atelier.app;

import dev.atelier.core.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads single settings and gathers a sentence for each that is wrong, so that all are told at once. Not thread-safe. */
final class SettingReader {
    private final Map<String, String> values;
    private final List<String> problems = new ArrayList<>();

    SettingReader(Map<String, String> values) {
        this.values = values;
    }

    /** The value as given; empty if it was not given or is blank. */
    Optional<String> given(Setting setting) {
        return Optional.ofNullable(values.get(setting.name()))
                .map(String::strip)
                .filter(v -> !v.isEmpty());
    }

    String text(Setting setting) {
        return given(setting).orElse(setting.preset());
    }

    Optional<Secret> secret(Setting setting) {
        return given(setting).map(Secret::of);
    }

    int number(Setting setting, int least, int most) {
        return (int) number(setting, (long) least, (long) most);
    }

    long number(Setting setting, long least, long most) {
        String text = text(setting);
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, together with numbers out of range.
        }
        wrong(setting, "must be a whole number from " + least + " to " + most);
        return least;
    }

    boolean truth(Setting setting) {
        String text = text(setting).toLowerCase(Locale.ROOT);
        if (!text.equals("true") && !text.equals("false")) {
            wrong(setting, "must be true or false");
        }
        return text.equals("true");
    }

    /** One of the constants, written in lower case. */
    <E extends Enum<E>> E choice(Setting setting, Class<E> type) {
        String text = text(setting);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT))) {
                return constant;
            }
        }
        String allowed = String.join(
                " or ",
                Arrays.stream(type.getEnumConstants())
                        .map(c -> c.name().toLowerCase(Locale.ROOT))
                        .toList());
        wrong(setting, "must be " + allowed);
        return type.getEnumConstants()[0];
    }

    /** An http or https address without query, fragment or credentials; a trailing slash is taken off. */
    Optional<URI> address(Setting setting) {
        Optional<URI> address = given(setting).flatMap(SettingReader::http);
        if (given(setting).isPresent() && address.isEmpty()) {
            wrong(setting, "must be an http or https address without query or credentials");
        }
        return address;
    }

    List<String> list(Setting setting) {
        return Arrays.stream(text(setting).split("[,\\s]+"))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** Origins such as {@code https://studio.example}: scheme, host and port alone. */
    Set<String> origins(Setting setting) {
        Set<String> origins = new LinkedHashSet<>();
        for (String text : list(setting)) {
            Optional<URI> origin = http(text)
                    .filter(uri -> uri.getRawPath() == null || uri.getRawPath().isEmpty());
            if (origin.isEmpty()) {
                wrong(setting, "must list origins (scheme, host, port) separated by commas, and * is not allowed");
                return Set.of();
            }
            origins.add(origin.get().toString());
        }
        return origins;
    }

    /** Notes that the value is wrong. Its text is not repeated: it may be a secret in the wrong place. */
    void wrong(Setting setting, String rule) {
        problems.add(setting + " " + rule + ", for example " + setting + "=" + setting.example() + ".");
    }

    void problem(String sentence) {
        problems.add(sentence);
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    private static Optional<URI> http(String text) {
        try {
            URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean plain = uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
            return http && plain && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
