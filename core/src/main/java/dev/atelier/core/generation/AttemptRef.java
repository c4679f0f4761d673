package dev.atelier.core.generation;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.provider.ProviderId;

/** Where an attempt belongs, and what it makes. */
public record AttemptRef(
        OrgId org, GenerationId generation, TaskId task, AttemptId attempt, ProviderId provider, GenerationType type) {}
