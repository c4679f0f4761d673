package dev.atelier.core.provider;

import org.jspecify.annotations.Nullable;

/**
 * What a vendor's callback tells, and how far it may be believed.
 *
 * @param task the vendor's task id in the body; null if there is none
 * @param outcome the outcome in the body; null unless the signature covers the body
 */
public record CallbackSignal(
        Trust trust, @Nullable VendorTaskId task, @Nullable TaskProgress outcome) {
    public CallbackSignal {
        if (outcome != null && trust != Trust.BODY_SIGNED) {
            throw new IllegalArgumentException("an outcome needs a signature over the body");
        }
    }

    /** How far a callback is proven. */
    public enum Trust {
        /** No signature came and none is required: a doorbell only. */
        UNSIGNED,
        /** A good signature that does not cover the body: a doorbell only. */
        DOORBELL_SIGNED,
        /** A good signature over the whole body. */
        BODY_SIGNED,
        /** A wrong, missing or stale signature where one is required: refused. */
        REFUSED
    }

    /** What a vendor's callback is that neither signs nor names a task. */
    public static CallbackSignal unsigned() {
        return new CallbackSignal(Trust.UNSIGNED, null, null);
    }

    public static CallbackSignal refused() {
        return new CallbackSignal(Trust.REFUSED, null, null);
    }
}
