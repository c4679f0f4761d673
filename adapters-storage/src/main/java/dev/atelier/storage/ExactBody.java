package dev.atelier.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Copies a stream that must give exactly so many bytes. */
final class ExactBody {
    private ExactBody() {}

    /** The stream gave more or fewer bytes than announced. */
    static final class WrongLength extends IOException {
        private static final long serialVersionUID = 1L;

        WrongLength(String message) {
            super(message);
        }
    }

    /**
     * Copies and counts. The last piece is held back until the stream has ended, so a receiver that counts for itself
     * does not take an announced length for the whole of something longer.
     */
    static void copy(InputStream from, OutputStream to, long sizeBytes) throws IOException {
        byte[] piece = new byte[16 << 10];
        long done = 0;
        while (done < sizeBytes) {
            int read = from.read(piece, 0, (int) Math.min(piece.length, sizeBytes - done));
            if (read < 0) {
                throw new WrongLength("the stream ended after " + done + " of " + sizeBytes + " bytes");
            }
            done += read;
            if (done == sizeBytes) {
                requireEnd(from, sizeBytes);
            }
            to.write(piece, 0, read);
        }
        if (sizeBytes == 0) {
            requireEnd(from, sizeBytes);
        }
    }

    private static void requireEnd(InputStream from, long sizeBytes) throws IOException {
        if (from.read() >= 0) {
            throw new WrongLength("the stream has more than " + sizeBytes + " bytes");
        }
    }
}
