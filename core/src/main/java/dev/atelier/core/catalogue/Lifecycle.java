package dev.atelier.core.catalogue;

/** Where a model is in its life. */
public enum Lifecycle {
    ACTIVE,
    /** Still works; has an end date or a replacement. */
    DEPRECATED,
    /** Switched off by its vendor; new work is refused and the replacement named. */
    RETIRED
}
