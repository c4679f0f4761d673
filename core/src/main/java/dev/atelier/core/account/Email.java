package dev.atelier.core.account;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An e-mail address in the one spelling we store.
 *
 * @param value lower case, 3 to 254 characters, one at sign with something on both sides
 */
public record Email(String value) {
    private static final Pattern FORM =
            Pattern.compile("[^\\s@\"<>(),;:\\\\\\p{Cntrl}]{1,64}@[^\\s@\"<>(),;:\\\\\\p{Cntrl}]{1,189}");

    public Email {
        value = value.strip().toLowerCase(Locale.ROOT);
        if (value.length() > 254 || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("this is no e-mail address");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
