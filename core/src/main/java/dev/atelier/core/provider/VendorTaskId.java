package dev.atelier.core.provider;

/**
 * A vendor's name for one task, unique within the provider. Opaque.
 *
 * @param value 1 to 400 characters
 */
public record VendorTaskId(String value) {
    public VendorTaskId {
        if (value.isBlank() || value.length() > 400) {
            throw new IllegalArgumentException("vendor task id must be 1 to 400 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
