package dev.atelier.core.picture;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.stream.ImageInputStreamImpl;

/** Shows some spans of a file to ImageIO as if they were a whole file; keeps no copy in memory and none on disk. */
final class SpanInput extends ImageInputStreamImpl {
    /** An honest decoder asks a few times at the end of a file. */
    private static final int MAX_ASKED_AT_END = 1_000;

    private final RandomAccessFile file;
    private final List<Anatomy.Span> spans;
    private final long length;
    private final byte[] buffer = new byte[16 << 10];
    private long bufferStart;
    private int bufferLength;
    private int askedAtEnd;

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
                bufferStart = streamPos;
                bufferLength = Math.max(read, 0);
                return read > 0;
            }
            start += spanLength;
        }
        if (++askedAtEnd > MAX_ASKED_AT_END) {
            // TwelveMonkeys' WebP reader (3.15.0) takes the end for zeros: 26 bytes kept it busy for minutes. It
            // swallows exceptions of input and output, so this is another one.
            throw new IllegalStateException("a decoder does not stop at the end of the file");
        }
        return false;
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
