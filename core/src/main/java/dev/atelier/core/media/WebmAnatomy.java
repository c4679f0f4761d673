package dev.atelier.core.media;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Walks the EBML elements of a WebM file (RFC 8794, RFC 9559) up to its first cluster. */
final class WebmAnatomy {
    private static final int MOST_ELEMENTS = 4_096;
    private static final int DEEPEST = 8;
    private static final long HEADER = 0x1A45DFA3L;
    private static final long SEGMENT = 0x18538067L;
    private static final long CLUSTER = 0x1F43B675L;
    private static final long INFO = 0x1549A966L;
    private static final long TRACKS = 0x1654AE6BL;
    private static final long TRACK = 0xAE;
    private static final long VIDEO = 0xE0;

    private final MediaBytes in;
    private int elements;
    private boolean cluster;
    private boolean webm;
    private boolean film;
    private int widthPx;
    private int heightPx;
    private long nanosPerTick = 1_000_000;
    private double ticks;

    private WebmAnatomy(MediaBytes in) {
        this.in = in;
    }

    static MediaShape read(MediaBytes in) throws IOException {
        WebmAnatomy anatomy = new WebmAnatomy(in);
        anatomy.walk(0, in.size(), 0);
        if (!anatomy.webm) {
            throw new MediaRefused("The file is a Matroska, but no WebM.");
        }
        if (!anatomy.film) {
            throw MediaRefused.lacks(in.format(), "film");
        }
        if (!anatomy.cluster) {
            throw MediaRefused.cutOff(in.format());
        }
        return new MediaShape(anatomy.widthPx, anatomy.heightPx, anatomy.duration());
    }

    private @Nullable Duration duration() {
        return MediaShape.ticks(Math.round(ticks * nanosPerTick / 1e6), 1_000);
    }

    private void walk(long from, long end, int depth) throws IOException {
        long at = from;
        while (at < end && !cluster) {
            if (++elements > MOST_ELEMENTS || depth > DEEPEST) {
                throw MediaRefused.damaged(in.format());
            }
            int idBytes = Integer.numberOfLeadingZeros(in.u8(at)) - 23;
            int sizeBytes = idBytes > 4 ? 9 : Integer.numberOfLeadingZeros(in.u8(at + idBytes)) - 23;
            if (sizeBytes > 8) {
                throw MediaRefused.damaged(in.format());
            }
            long id = in.big(at, idBytes);
            long allOnes = (1L << (7 * sizeBytes)) - 1;
            long size = in.big(at + idBytes, sizeBytes) & allOnes;
            long content = at + idBytes + sizeBytes;
            // A size of ones alone says "until the end", which live writers do.
            size = size == allOnes ? end - content : size;
            if (size > end - content) {
                throw MediaRefused.cutOff(in.format());
            }
            element(id, content, (int) Math.min(size, 8), content + size, depth);
            at = content + size;
        }
    }

    private void element(long id, long at, int bytes, long end, int depth) throws IOException {
        if (id == HEADER || id == SEGMENT || id == INFO || id == TRACKS || id == TRACK || id == VIDEO) {
            walk(at, end, depth + 1);
        } else if (id == CLUSTER) {
            cluster = true;
        } else if (id == 0x4282) {
            webm = in.text(at, bytes).startsWith("webm");
        } else if (id == 0x2AD7B1) {
            nanosPerTick = in.big(at, bytes);
        } else if (id == 0x4489) {
            ticks = bytes == 4 ? Float.intBitsToFloat((int) in.big(at, 4)) : Double.longBitsToDouble(in.big(at, 8));
        } else if (id == 0x83) {
            film |= in.big(at, bytes) == 1;
        } else if (id == 0xB0) {
            widthPx = (int) Math.min(in.big(at, bytes), 1 << 16);
        } else if (id == 0xBA) {
            heightPx = (int) Math.min(in.big(at, bytes), 1 << 16);
        }
    }
}
