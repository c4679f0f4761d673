package dev.atelier.core.webhook;

/** Where a delivery is. */
public enum DeliveryState {
    /** It is tried, or will be again. */
    PENDING,
    /** The receiver answered 2xx. */
    DELIVERED,
    /** The last try failed. */
    FAILED,
    /** Its endpoint was switched off before it arrived. */
    DISABLED
}
