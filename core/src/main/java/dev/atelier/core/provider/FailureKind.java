package dev.atelier.core.provider;

/** Every kind of trouble with a vendor, sorted once; retry and fallback read only this. */
public enum FailureKind {
    /** The vendor says that the order itself is wrong. Never retried. */
    INVALID_ORDER(false, "The provider refused the order as invalid."),
    /** The vendor will not make this for reasons of content. Never retried. */
    CONTENT_REFUSED(false, "The provider refused the content."),
    /** The key is missing, wrong or not allowed. Never retried with the same key. */
    CREDENTIALS(false, "The provider refused the API key."),
    /** Our account at the vendor is out of money or over a cap. Never retried. */
    VENDOR_BALANCE(false, "The account at the provider has no credit left."),
    /** Too many calls; nothing was started. Retried later, and not counted as an attempt. */
    RATE_LIMITED(true, "The provider is limiting the rate of calls."),
    /** The vendor is down or overloaded; nothing was started. Retried later. */
    UNAVAILABLE(true, "The provider is not available."),
    /** The request may have arrived but no usable answer came back. Reconciled first, never sent again blindly. */
    OUTCOME_UNKNOWN(false, "It is not known whether the provider took the order."),
    /** The vendor took the task and could not finish it. */
    VENDOR_FAILED(false, "The provider could not make the picture."),
    /** The vendor finished, but the result could not be fetched or is no picture that we take. */
    RESULT_UNUSABLE(false, "The provider's result could not be used."),
    /** Nothing came before the deadline. */
    DEADLINE_PASSED(false, "No result came before the deadline."),
    /** Ended at the user's wish before the vendor was asked. */
    CANCELLED(false, "Cancelled before it was sent to the provider."),
    /** A step of ours failed again and again. */
    INTERNAL(false, "Something went wrong on our side.");

    private final boolean retryable;
    private final String sentence;

    FailureKind(boolean retryable, String sentence) {
        this.retryable = retryable;
        this.sentence = sentence;
    }

    /** True if the same call may be made again later. */
    public boolean retryable() {
        return retryable;
    }

    /** One sentence for the user. */
    public String sentence() {
        return sentence;
    }
}
