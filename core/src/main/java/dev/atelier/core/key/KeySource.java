package dev.atelier.core.key;

/** Whose key is used with a vendor, in the order in which they are looked for. */
public enum KeySource {
    USER,
    ORG,
    PLATFORM
}
