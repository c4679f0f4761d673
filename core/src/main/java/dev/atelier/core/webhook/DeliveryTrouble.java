package dev.atelier.core.webhook;

/** Why a try failed, as far as its sender tells anybody. */
public enum DeliveryTrouble {
    /** No connection: no such host, an address that may not be called, nobody listens, no TLS. One word, or it would be a port scanner. */
    UNREACHABLE,
    /** No whole answer in time. */
    TIMEOUT,
    /** The receiver sent us elsewhere; nobody follows. */
    REDIRECT,
    /** The receiver answered 410: it wants nothing any more. */
    GONE,
    /** Another status that is not 2xx. */
    STATUS,
    /** No secret could be opened with the master keys of this server, so nothing was sent. */
    UNSIGNED
}
