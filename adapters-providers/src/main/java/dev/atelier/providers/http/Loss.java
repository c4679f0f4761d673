package dev.atelier.providers.http;

import dev.atelier.core.provider.FailureKind;

/** What it means when a request may have arrived and no usable answer came back. */
public enum Loss {
    /** Something that costs money may have been started: it must be looked for before anything is sent again. */
    PAID_TASK(FailureKind.OUTCOME_UNKNOWN),
    /** Nothing is left behind that could be looked for: the call may be made again. */
    ANSWER_ONLY(FailureKind.UNAVAILABLE);

    private final FailureKind kind;

    Loss(FailureKind kind) {
        this.kind = kind;
    }

    FailureKind kind() {
        return kind;
    }
}
