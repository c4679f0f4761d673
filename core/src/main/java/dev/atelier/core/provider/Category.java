package dev.atelier.core.provider;

/** What a provider is used for. */
public enum Category {
    IMAGE_GENERATION,
    LLM,
    VISION,
    VIDEO,
    SPEECH
}
