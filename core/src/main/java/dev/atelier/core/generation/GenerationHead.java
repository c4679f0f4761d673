package dev.atelier.core.generation;

import java.time.Instant;

/** A generation's place in the list of all, whatever it makes. */
public record GenerationHead(GenerationId id, GenerationType type, Instant createdAt) {}
