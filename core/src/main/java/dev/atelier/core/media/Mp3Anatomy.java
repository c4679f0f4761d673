package dev.atelier.core.media;

import java.io.IOException;
import java.time.Duration;

/** Walks the frames of an MPEG audio layer III file and adds their lengths up, whatever their bit rates are. */
final class Mp3Anatomy {
    private static final int[] KBITS_1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0};
    private static final int[] KBITS_2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};
    private static final int[] HERTZ_1 = {44_100, 48_000, 32_000, 0};
    private static final int FEWEST_FRAMES = 2;

    private Mp3Anatomy() {}

    /** One frame; of zero bytes if this is none. */
    private record Frame(int bytes, double seconds) {}

    static MediaShape read(MediaBytes in) throws IOException {
        long at = start(in);
        int frames = 0;
        double seconds = 0;
        while (at + 4 <= in.size()) {
            Frame frame = frame(in, at);
            if (frame.bytes == 0) {
                // Tags of several makes may follow the last frame.
                break;
            }
            frames++;
            seconds += frame.seconds;
            at += frame.bytes;
        }
        if (frames < FEWEST_FRAMES) {
            throw MediaRefused.damaged(in.format());
        }
        return MediaShape.voice(Duration.ofMillis(Math.round(seconds * 1_000)));
    }

    private static long start(MediaBytes in) throws IOException {
        if (!in.text(0, 3).equals("ID3")) {
            return 0;
        }
        long size = 0;
        for (int i = 6; i < 10; i++) {
            size = (size << 7) | (in.u8(i) & 0x7f);
        }
        return 10 + size;
    }

    private static Frame frame(MediaBytes in, long at) throws IOException {
        long head = in.big(at, 4);
        int version = (int) ((head >> 19) & 3);
        boolean layer3 = ((head >> 17) & 3) == 1;
        if (head >>> 21 != 0x7ff || version == 1 || !layer3) {
            return new Frame(0, 0);
        }
        boolean first = version == 3;
        int bits = (first ? KBITS_1 : KBITS_2)[(int) ((head >> 12) & 15)] * 1_000;
        int hertz = HERTZ_1[(int) ((head >> 10) & 3)] / (first ? 1 : version == 2 ? 2 : 4);
        if (bits == 0 || hertz == 0) {
            return new Frame(0, 0);
        }
        int samples = first ? 1_152 : 576;
        int padding = (int) ((head >> 9) & 1);
        return new Frame(samples / 8 * bits / hertz + padding, (double) samples / hertz);
    }
}
