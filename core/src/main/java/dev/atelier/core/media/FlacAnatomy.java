package dev.atelier.core.media;

import java.io.IOException;

/** Reads the STREAMINFO block, which is the first of every FLAC file (RFC 9639). */
final class FlacAnatomy {
    private FlacAnatomy() {}

    static MediaShape read(MediaBytes in) throws IOException {
        if ((in.u8(4) & 0x7f) != 0 || in.big(5, 3) != 34) {
            throw MediaRefused.damaged(in.format());
        }
        // 20 bits samples a second, 3 channels, 5 width, 36 samples in all.
        long packed = in.big(18, 8);
        return MediaShape.voice(MediaShape.ticks(packed & 0xf_ffff_ffffL, packed >>> 44));
    }
}
