package dev.atelier.core.secret;

/**
 * A secret as it lies at rest: ciphertext only.
 *
 * @param sealed base64 of version, master key id, wrapped data key and ciphertext
 * @param masterKeyId which master key wraps the data key
 * @param lastFour what people may see of it
 */
public record SealedSecret(String sealed, String masterKeyId, String lastFour) {
    @Override
    public String toString() {
        return "SealedSecret[" + masterKeyId + "]";
    }
}
