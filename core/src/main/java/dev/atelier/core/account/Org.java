package dev.atelier.core.account;

import java.time.Instant;

/** One tenant. */
public record Org(OrgId id, String name, Instant createdAt) {}
