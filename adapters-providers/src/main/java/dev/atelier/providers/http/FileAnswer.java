package dev.atelier.providers.http;

/**
 * A vendor's answer that is a file if all is well.
 *
 * @param answer its status, and the error's JSON where there is one
 * @param bytes the file; empty unless the status is 2xx
 * @param contentType what the vendor calls it; blank if it does not
 */
public record FileAnswer(JsonAnswer answer, byte[] bytes, String contentType) {
    /** Leaves the bytes out. */
    @Override
    public String toString() {
        return "FileAnswer[" + answer.status() + ", " + bytes.length + " bytes]";
    }
}
