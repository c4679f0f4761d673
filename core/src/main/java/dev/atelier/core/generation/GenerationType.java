package dev.atelier.core.generation;

/** What a generation makes. */
public enum GenerationType {
    IMAGE,
    TEXT,
    VIDEO,
    SPEECH
}
