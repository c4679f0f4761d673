package dev.atelier.core.picture;

/** A file is not a picture that Atelier takes; the message says why in one sentence fit for the user. */
public final class PictureRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why a file was refused; the lower-case name is the stable code of the API. */
    public enum Reason {
        NOT_A_PICTURE,
        UNSUPPORTED_FORMAT,
        TRUNCATED,
        TOO_MANY_BYTES,
        TOO_MANY_PIXELS,
        EMPTY
    }

    private final Reason reason;

    public PictureRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
