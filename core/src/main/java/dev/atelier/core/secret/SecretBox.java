package dev.atelier.core.secret;

/**
 * Seals secrets for storage and opens them again. Thread-safe.
 *
 * <p>The context (owner, row, field, vendor host) is bound to the ciphertext: a sealed secret moved to another row, or a
 * row whose host was changed, does not open.
 */
public interface SecretBox {
    SealedSecret seal(Secret secret, String context);

    /** @throws SecretUnreadable if the ciphertext, the context or the master key does not fit */
    Secret open(SealedSecret sealed, String context);

    /** The same secret wrapped by the current master key; the given one if it is already. */
    SealedSecret rewrap(SealedSecret sealed, String context);

    /** A secret could not be opened; nothing of it is in the message. */
    final class SecretUnreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public SecretUnreadable(String message) {
            super(message);
        }
    }
}
