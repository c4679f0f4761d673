package dev.atelier.core.audit;

/**
 * What was changed.
 *
 * @param kind one word, such as {@code member}
 * @param id as the API names it
 * @param label for people, as it was then; never a secret
 */
public record AuditSubject(String kind, String id, String label) {
    private static final int MOST = 200;

    public AuditSubject {
        label = label.length() <= MOST ? label : label.substring(0, MOST);
    }
}
