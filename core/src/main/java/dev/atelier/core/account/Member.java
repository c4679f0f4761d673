package dev.atelier.core.account;

import java.time.Instant;

/** A person's place in an org. */
public record Member(OrgId org, User user, Role role, Instant since) {}
