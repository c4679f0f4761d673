package dev.atelier.core.media;

import java.io.IOException;

/** Walks the blocks of a GIF to its end and adds its frames' delays up. */
final class GifAnatomy {
    private static final int EXTENSION = 0x21;
    private static final int FRAME = 0x2c;
    private static final int END = 0x3b;

    private GifAnatomy() {}

    static MediaShape read(MediaBytes in) throws IOException {
        int widthPx = (int) in.little(6, 2);
        int heightPx = (int) in.little(8, 2);
        long at = 13L + palette(in.u8(10));
        long hundredths = 0;
        int frames = 0;
        while (in.u8(at) != END) {
            switch (in.u8(at)) {
                case EXTENSION -> {
                    hundredths += in.u8(at + 1) == 0xf9 ? in.little(at + 4, 2) : 0;
                    at = afterBlocks(in, at + 2);
                }
                case FRAME -> {
                    frames++;
                    // Place and size, flags, the frame's own palette, and one byte for the width of its codes.
                    at = afterBlocks(in, at + 11 + palette(in.u8(at + 9)));
                }
                default -> throw MediaRefused.damaged(in.format());
            }
        }
        if (frames == 0 || widthPx == 0 || heightPx == 0) {
            throw MediaRefused.damaged(in.format());
        }
        return new MediaShape(widthPx, heightPx, MediaShape.ticks(hundredths, 100));
    }

    private static int palette(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 * (2 << (flags & 7));
    }

    private static long afterBlocks(MediaBytes in, long from) throws IOException {
        long at = from;
        while (in.u8(at) != 0) {
            at += 1 + in.u8(at);
        }
        return at + 1;
    }
}
