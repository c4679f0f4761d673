package dev.atelier.core.job;

import dev.atelier.core.account.OrgId;
import java.util.UUID;

/**
 * One step to run, once or again: every step is idempotent.
 *
 * @param step the workflow's name for it, such as {@code image.submit}
 * @param subject the row it is about, a generation as a rule
 * @param detail which part of it, such as a task id; empty for the whole
 */
public record Job(String step, OrgId org, UUID subject, String detail, Priority priority) {}
