package dev.atelier.core.provider;

import java.util.regex.Pattern;

/**
 * The slug of a configured provider, such as {@code kieai} or {@code openai-vision}. Unique over all categories.
 *
 * @param slug 2 to 40 lower-case letters, digits and dashes
 */
public record ProviderId(String slug) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{1,39}");

    public ProviderId {
        if (!FORM.matcher(slug).matches()) {
            throw new IllegalArgumentException(
                    "provider id must be 2 to 40 lower-case letters, digits and dashes, starting with a letter");
        }
    }

    @Override
    public String toString() {
        return slug;
    }
}
