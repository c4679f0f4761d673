package dev.atelier.core.gallery;

import java.util.UUID;

/** Names one export. */
public record ExportId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
