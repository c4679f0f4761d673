package dev.atelier.core.media;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads numbers at positions of a file, through one small window; what lies past the end is a refusal. Not thread-safe. */
final class MediaBytes implements Closeable {
    private static final int WINDOW = 16 << 10;

    private final FileChannel channel;
    private final MediaFormat format;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).flip();
    private long start;

    MediaBytes(Path file, MediaFormat format) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.format = format;
        this.size = channel.size();
    }

    long size() {
        return size;
    }

    MediaFormat format() {
        return format;
    }

    int u8(long at) throws IOException {
        if (at < start || at >= start + window.limit()) {
            move(at);
        }
        return window.get((int) (at - start)) & 0xff;
    }

    private void move(long at) throws IOException {
        window.clear();
        start = at;
        int read = at < 0 || at >= size ? -1 : channel.read(window, at);
        window.flip();
        if (read <= 0) {
            throw MediaRefused.cutOff(format);
        }
    }

    /** Big-endian, of 1 to 8 bytes. */
    long big(long at, int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = (value << 8) | u8(at + i);
        }
        return value;
    }

    /** Little-endian, of 1 to 8 bytes. */
    long little(long at, int bytes) throws IOException {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = (value << 8) | u8(at + i);
        }
        return value;
    }

    String text(long at, int bytes) throws IOException {
        byte[] text = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            text[i] = (byte) u8(at + i);
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
