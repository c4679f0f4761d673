package dev.atelier.app.http;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that says when it gets large, and ends with a 413 when it is too large. Used by one thread. */
final class CountedBody extends FilterInputStream {
    private final long largeBytes;
    private final Runnable large;
    private final long mostBytes;
    private long count;

    CountedBody(InputStream body, long largeBytes, Runnable large, long mostBytes) {
        super(new BufferedInputStream(body, 64 * 1024));
        this.largeBytes = largeBytes;
        this.large = large;
        this.mostBytes = mostBytes;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        if (next >= 0) {
            counted(1);
        }
        return next;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = super.read(into, from, length);
        if (read > 0) {
            counted(read);
        }
        return read;
    }

    private void counted(int more) {
        boolean wasLarge = count > largeBytes;
        count += more;
        if (count > mostBytes) {
            throw Guard.tooLarge(mostBytes);
        }
        if (!wasLarge && count > largeBytes) {
            large.run();
        }
    }
}
