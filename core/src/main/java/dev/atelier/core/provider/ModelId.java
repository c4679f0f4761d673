package dev.atelier.core.provider;

/**
 * A model's name as its vendor spells it, such as {@code seedream/4.5-edit}.
 *
 * @param value 1 to 120 visible characters
 */
public record ModelId(String value) {
    public ModelId {
        if (value.isBlank() || value.length() > 120 || value.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new IllegalArgumentException("model id must be 1 to 120 visible characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
