package dev.atelier.core.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted; a null part lets all through.
 *
 * @param actor an actor's id
 * @param action a word of {@link AuditAction}, or its noun for all that was done to such things
 * @param subject a subject's id
 * @param from the earliest time, itself included
 * @param to the latest time, itself left out
 */
public record AuditFilter(
        @Nullable String actor,
        @Nullable String action,
        @Nullable String subject,
        @Nullable Instant from,
        @Nullable Instant to) {
    public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null);

    public boolean passes(AuditEntry entry) {
        String word = entry.change().action();
        return (actor == null || actor.equals(entry.origin().actor().id()))
                && (action == null || action.equals(word) || word.startsWith(action + "."))
                && (subject == null || subject.equals(entry.change().subject().id()))
                && (from == null || !entry.at().isBefore(from))
                && (to == null || entry.at().isBefore(to));
    }
}
