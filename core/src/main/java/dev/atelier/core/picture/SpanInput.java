package dev.atelier.core.picture;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Shows some spans of a file to ImageIO as if they were a whole file; keeps no copy in memory and none on disk.
 *
 * <p>Ends a decoder that will not end by itself: the WebP reader takes missing bytes for zeros and, on a file made for it, goes round
 * with them for hours. What reads on and on past the end, or longer than any sound picture takes, gets an exception that no reader
 * catches.
 */
final class SpanInput extends ImageInputStreamImpl {
    private static final int MOST_READS_PAST_END = 1_000;
    private static final long LONGEST_NANOS = 20_000_000_000L;

    private final long startedAt = System.nanoTime();
    private final RandomAccessFile file;
    private final List<Anatomy.Span> spans;
    private final long length;
    private final byte[] buffer = new byte[16 << 10];
    private long bufferStart;
    private int bufferLength;
    private int readsPastEnd;

    SpanInput(Path file, List<Anatomy.Span> spans) throws IOException {
        this.file = new RandomAccessFile(file.toFile(), "r");
        this.spans = List.copyOf(spans);
        this.length = spans.stream().mapToLong(span -> span.to() - span.from()).sum();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read() throws IOException {
        checkClosed();
        bitOffset = 0;
        if (!fill()) {
            return -1;
        }
        return buffer[(int) (streamPos++ - bufferStart)] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        checkClosed();
        bitOffset = 0;
        if (count == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int at = (int) (streamPos - bufferStart);
        int part = Math.min(count, bufferLength - at);
        System.arraycopy(buffer, at, target, offset, part);
        streamPos += part;
        return part;
    }

    private boolean fill() throws IOException {
        if (streamPos >= bufferStart && streamPos < bufferStart + bufferLength) {
            return true;
        }
        long start = 0;
        for (Anatomy.Span span : spans) {
            long spanLength = span.to() - span.from();
            if (streamPos < start + spanLength) {
                file.seek(span.from() + streamPos - start);
                int read = file.read(buffer, 0, (int) Math.min(buffer.length, start + spanLength - streamPos));
                endTheEndless();
                bufferStart = streamPos;
                bufferLength = Math.max(read, 0);
                return read > 0;
            }
            start += spanLength;
        }
        readsPastEnd++;
        endTheEndless();
        return false;
    }

    private void endTheEndless() {
        if (readsPastEnd > MOST_READS_PAST_END || System.nanoTime() - startedAt > LONGEST_NANOS) {
            throw new IllegalStateException("the decoder does not come to an end");
        }
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            file.close();
        }
    }
}
