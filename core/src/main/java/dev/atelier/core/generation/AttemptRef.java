package dev.atelier.core.generation;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.provider.ProviderId;

/** Where an attempt belongs. */
public record AttemptRef(OrgId org, GenerationId generation, TaskId task, AttemptId attempt, ProviderId provider) {}
