package dev.atelier.core.media;

import java.io.IOException;

/** Walks the pages of an Ogg file (RFC 3533) that holds Opus (RFC 7845) or Vorbis; the last page says how long it is. */
final class OggAnatomy {
    private OggAnatomy() {}

    static MediaShape read(MediaBytes in) throws IOException {
        long first = 27L + in.u8(26);
        boolean opus = in.text(first, 8).equals("OpusHead");
        if (!opus && !in.text(first, 7).equals("\001vorbis")) {
            throw MediaRefused.lacks(in.format(), "voice in Opus or Vorbis");
        }
        // Opus counts in 48,000ths whatever it was made from, and begins with some samples that nobody hears.
        long perSecond = opus ? 48_000 : in.little(first + 12, 4);
        long skip = opus ? in.little(first + 10, 2) : 0;
        return MediaShape.voice(MediaShape.ticks(lastPosition(in) - skip, perSecond));
    }

    private static long lastPosition(MediaBytes in) throws IOException {
        long at = 0;
        long position = 0;
        while (at < in.size()) {
            if (!in.text(at, 4).equals("OggS")) {
                throw MediaRefused.damaged(in.format());
            }
            long told = in.little(at + 6, 8);
            position = told < 0 ? position : told;
            int segments = in.u8(at + 26);
            long body = 0;
            for (int i = 0; i < segments; i++) {
                body += in.u8(at + 27 + i);
            }
            at += 27 + segments + body;
        }
        if (at > in.size()) {
            throw MediaRefused.cutOff(in.format());
        }
        return position;
    }
}
