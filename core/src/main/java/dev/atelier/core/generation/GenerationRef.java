package dev.atelier.core.generation;

import dev.atelier.core.account.OrgId;

/** A generation's full name. */
public record GenerationRef(OrgId org, GenerationId generation) {}
