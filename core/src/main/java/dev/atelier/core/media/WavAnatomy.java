package dev.atelier.core.media;

import java.io.IOException;

/** Reads the chunks of a RIFF WAVE file. */
final class WavAnatomy {
    /** What writers put who did not know the length when they began. */
    private static final long UNTOLD = 0xffff_ffffL;

    private WavAnatomy() {}

    static MediaShape read(MediaBytes in) throws IOException {
        long bytesPerSecond = 0;
        long at = 12;
        while (true) {
            String name = in.text(at, 4);
            long size = in.little(at + 4, 4);
            if (name.equals("fmt ")) {
                bytesPerSecond = in.little(at + 16, 4);
            } else if (name.equals("data")) {
                return MediaShape.voice(MediaShape.ticks(sound(in, at + 8, size), bytesPerSecond));
            }
            at += 8 + size + (size & 1);
        }
    }

    private static long sound(MediaBytes in, long from, long told) {
        long left = in.size() - from;
        if (told == UNTOLD || told == 0) {
            return left;
        }
        if (told > left) {
            throw MediaRefused.cutOff(in.format());
        }
        return told;
    }
}
