package dev.atelier.storage;

import dev.atelier.core.account.UserId;
import dev.atelier.core.blob.BlobKey;
import java.io.InputStream;
import java.util.UUID;

/** Keys and streams for tests. */
final class Blobs {
    private Blobs() {}

    static BlobKey key() {
        return BlobKey.generated(new UserId(UUID.randomUUID()), UUID.randomUUID(), "png");
    }

    /** A stream that makes its bytes as they are read, so it needs no memory. */
    static InputStream stream(long sizeBytes) {
        return new InputStream() {
            private long done;

            @Override
            public int read() {
                return done == sizeBytes ? -1 : (int) (done++ % 251);
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                if (done == sizeBytes) {
                    return -1;
                }
                int part = (int) Math.min(length, sizeBytes - done);
                for (int i = 0; i < part; i++) {
                    target[offset + i] = (byte) (done++ % 251);
                }
                return part;
            }
        };
    }
}
