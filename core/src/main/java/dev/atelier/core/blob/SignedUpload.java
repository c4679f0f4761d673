package dev.atelier.core.blob;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * A permission to put exactly one object, for a browser or another program.
 *
 * @param method the HTTP method to use
 * @param headers headers that must be sent as they stand; they are part of the signature
 */
public record SignedUpload(URI url, String method, Map<String, String> headers, Instant expiresAt) {
    public SignedUpload {
        headers = Map.copyOf(headers);
    }

    /** Leaves the signed URL out. */
    @Override
    public String toString() {
        return "SignedUpload[expires " + expiresAt + "]";
    }
}
