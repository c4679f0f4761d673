package dev.atelier.core.picture;

import dev.atelier.core.picture.Anatomy.Span;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks the RIFF chunks of a WebP (RFC 9649). */
final class WebpAnatomy {
    private static final int MAX_EXIF = 64 << 10;
    private static final int MAX_PROFILE = 4 << 20;
    private static final int ANIMATED = 0x02;

    private final FileBytes in;
    private final PictureLimits limits;
    private int canvasWidth;
    private int canvasHeight;
    private int widthPx;
    private int heightPx;
    private int orientation = ExifOrientation.UPRIGHT;
    private byte @Nullable [] profile;

    private WebpAnatomy(FileBytes in, PictureLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    static Anatomy read(FileBytes in, PictureLimits limits) throws IOException {
        return new WebpAnatomy(in, limits).walk();
    }

    private Anatomy walk() throws IOException {
        in.seek(4);
        long end = 8 + in.u32le();
        in.seek(12);
        boolean first = true;
        while (first || in.position() + 8 <= end) {
            String name = in.name();
            long length = in.u32le();
            long dataStart = in.position();
            chunk(name, length, first);
            first = false;
            // An odd chunk is padded to even; some writers forget the last pad byte.
            long chunkEnd = dataStart + length;
            in.seek(chunkEnd == in.size() ? chunkEnd : chunkEnd + (length & 1));
        }
        if (end > in.size()) {
            throw in.cutOff();
        }
        if (widthPx == 0 || (canvasWidth != 0 && (canvasWidth != widthPx || canvasHeight != heightPx))) {
            throw in.damaged();
        }
        // ImageIO's reader wants the file as it is: alpha lies in a chunk of its own and its place is recorded.
        List<Span> whole = List.of(new Span(0, in.size()));
        return new Anatomy(PictureFormat.WEBP, widthPx, heightPx, orientation, 0, profile, whole);
    }

    private void chunk(String name, long length, boolean first) throws IOException {
        switch (name) {
            case "VP8X" -> extended(first);
            case "VP8 " -> lossy(first || canvasWidth != 0);
            case "VP8L" -> lossless(first || canvasWidth != 0);
            case "ANIM", "ANMF" -> throw Refusals.unsupported("an animated WebP");
            case "EXIF" -> {
                in.require(length);
                if (length <= MAX_EXIF) {
                    orientation = exif(in.bytes((int) length));
                }
            }
            case "ICCP" -> {
                in.require(length);
                if (length <= MAX_PROFILE) {
                    profile = in.bytes((int) length);
                }
            }
            default -> {
                if (first) {
                    throw in.damaged();
                }
            }
        }
    }

    private void extended(boolean first) throws IOException {
        int flags = in.u8();
        in.skip(3);
        int width = in.u24le() + 1;
        int height = in.u24le() + 1;
        Refusals.checkSize(width, height, limits);
        if (!first) {
            throw in.damaged();
        }
        if ((flags & ANIMATED) != 0) {
            throw Refusals.unsupported("an animated WebP");
        }
        canvasWidth = width;
        canvasHeight = height;
    }

    /** RFC 6386, 9.1: three bytes of frame tag, three of start code, then 14 bits each of width and height. */
    private void lossy(boolean expected) throws IOException {
        int tag = in.u24le();
        if ((tag & 1) != 0 || in.u8() != 0x9d || in.u8() != 0x01 || in.u8() != 0x2a) {
            throw in.damaged();
        }
        frame(in.u16le() & 0x3fff, in.u16le() & 0x3fff, expected);
    }

    /** One byte of signature, then 14 bits each of width - 1 and height - 1. */
    private void lossless(boolean expected) throws IOException {
        if (in.u8() != 0x2f) {
            throw in.damaged();
        }
        long bits = in.u32le();
        frame((int) (bits & 0x3fff) + 1, (int) (bits >> 14 & 0x3fff) + 1, expected);
    }

    private void frame(int width, int height, boolean expected) {
        Refusals.checkSize(width, height, limits);
        if (!expected || widthPx != 0 || width == 0 || height == 0) {
            throw in.damaged();
        }
        widthPx = width;
        heightPx = height;
    }

    /** Some writers put JPEG's "Exif" prefix before the block. */
    private static int exif(byte[] data) {
        boolean prefixed = data.length > 6 && data[0] == 'E' && data[1] == 'x';
        return ExifOrientation.of(prefixed ? Arrays.copyOfRange(data, 6, data.length) : data);
    }
}
