package dev.atelier.persistence.embedded;

/** The embedded server cannot run here; the message is one sentence for the one who starts it. */
public final class EmbeddedPostgresFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EmbeddedPostgresFailure(String message) {
        super(message);
    }

    public EmbeddedPostgresFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
