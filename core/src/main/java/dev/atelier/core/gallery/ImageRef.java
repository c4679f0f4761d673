package dev.atelier.core.gallery;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.generation.TaskId;

/** Names a picture across orgs. */
public record ImageRef(OrgId org, TaskId image) {}
