package dev.atelier.core.generation;

import dev.atelier.core.provider.FailureKind;

/**
 * Why a picture or a whole generation did not come to be.
 *
 * @param message for the user, without secrets
 */
public record TaskFailure(FailureKind kind, String message) {
    public static TaskFailure of(FailureKind kind) {
        return new TaskFailure(kind, kind.sentence());
    }
}
