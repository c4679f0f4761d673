package dev.atelier.core.generation;

/** Where one paid submit is: {@code INTENT -> SENT -> ACKED -> SUCCEEDED | FAILED}, with doubt in between. */
public enum AttemptState {
    /** Stored, not sent. Safe to send. */
    INTENT,
    /** About to be sent, or sent; the answer is not stored. Never sent again blindly. */
    SENT,
    /** The line broke or the process died after SENT: waits for its callback or a look-up. */
    IN_DOUBT,
    /** The vendor's task id is stored. */
    ACKED,
    SUCCEEDED,
    FAILED
}
