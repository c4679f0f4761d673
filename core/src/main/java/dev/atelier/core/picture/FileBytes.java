package dev.atelier.core.picture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a file forwards and by position, in small pieces; the end of the file in the middle of something is a refusal. */
final class FileBytes implements Closeable {
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(16 << 10).flip();
    private final PictureFormat format;
    private final long size;
    private long bufferEnd;

    FileBytes(Path file, PictureFormat format) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.format = format;
        this.size = channel.size();
    }

    long size() {
        return size;
    }

    long position() {
        return bufferEnd - buffer.remaining();
    }

    void seek(long position) {
        if (position > size) {
            throw cutOff();
        }
        long inBuffer = position - (bufferEnd - buffer.limit());
        if (inBuffer >= 0 && inBuffer <= buffer.limit()) {
            buffer.position((int) inBuffer);
        } else {
            buffer.clear().flip();
            bufferEnd = position;
        }
    }

    void skip(long count) {
        seek(position() + count);
    }

    int u8() throws IOException {
        fill();
        return buffer.get() & 0xff;
    }

    int u16() throws IOException {
        return u8() << 8 | u8();
    }

    long u32() throws IOException {
        return (long) u16() << 16 | u16();
    }

    int u16le() throws IOException {
        return u8() | u8() << 8;
    }

    int u24le() throws IOException {
        return u16le() | u8() << 16;
    }

    long u32le() throws IOException {
        return u16le() | (long) u16le() << 16;
    }

    /** Four characters that name a chunk. */
    String name() throws IOException {
        return new String(bytes(4), StandardCharsets.ISO_8859_1);
    }

    byte[] bytes(int count) throws IOException {
        // Asked before the array is made: a length in a file is whatever its author wrote.
        require(count);
        byte[] result = new byte[count];
        int done = 0;
        while (done < count) {
            fill();
            int part = Math.min(count - done, buffer.remaining());
            buffer.get(result, done, part);
            done += part;
        }
        return result;
    }

    /** Refuses unless so many bytes follow. */
    void require(long count) {
        if (count > size - position()) {
            throw cutOff();
        }
    }

    PictureRefused cutOff() {
        return Refusals.cutOff(format, size);
    }

    PictureRefused damaged() {
        return Refusals.damaged(format);
    }

    private void fill() throws IOException {
        if (buffer.hasRemaining()) {
            return;
        }
        buffer.clear();
        int read = channel.read(buffer, bufferEnd);
        buffer.flip();
        if (read <= 0) {
            throw cutOff();
        }
        bufferEnd += read;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
