package dev.atelier.app.sso;

import org.jspecify.annotations.Nullable;

/** A sign-in or token that came to nothing. The message is for the operator's log and holds no token. */
final class SsoFailure extends Exception {
    private final SsoTrouble trouble;

    SsoFailure(SsoTrouble trouble, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.trouble = trouble;
    }

    SsoTrouble trouble() {
        return trouble;
    }
}
