package dev.atelier.app.diagnosis;

import org.jspecify.annotations.Nullable;

/**
 * What an examination found.
 *
 * @param detail one clause for people, without secrets
 * @param hint what to do, with the name of the setting; null if nothing needs to be done
 */
public record Finding(State state, String detail, @Nullable String hint) {
    /** How well it is. */
    public enum State {
        OK,
        /** Works, but not as well or as safely as it could. */
        WARNING,
        FAILED,
        /** Was not looked at. */
        SKIPPED
    }

    public static Finding ok(String detail) {
        return new Finding(State.OK, detail, null);
    }

    public static Finding warning(String detail, String hint) {
        return new Finding(State.WARNING, detail, hint);
    }

    public static Finding failed(String detail, String hint) {
        return new Finding(State.FAILED, detail, hint);
    }

    public static Finding skipped(String detail) {
        return new Finding(State.SKIPPED, detail, null);
    }
}
