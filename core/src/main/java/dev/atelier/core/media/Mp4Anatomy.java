package dev.atelier.core.media;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Walks the boxes of an ISO base media file (ISO/IEC 14496-12): size of the film's track and length of the whole. */
final class Mp4Anatomy {
    private static final int MOST_BOXES = 4_096;

    private final MediaBytes in;
    private int boxes;
    private boolean movie;
    private boolean film;
    private int widthPx;
    private int heightPx;
    private @Nullable Duration duration;

    private Mp4Anatomy(MediaBytes in) {
        this.in = in;
    }

    static MediaShape read(MediaBytes in) throws IOException {
        Mp4Anatomy anatomy = new Mp4Anatomy(in);
        anatomy.walk(0, in.size());
        if (!anatomy.movie) {
            // Many writers put the index last: without it, the end of the file is missing.
            throw MediaRefused.cutOff(in.format());
        }
        if (!anatomy.film) {
            throw MediaRefused.lacks(in.format(), "film");
        }
        return new MediaShape(anatomy.widthPx, anatomy.heightPx, anatomy.duration);
    }

    private void walk(long from, long end) throws IOException {
        long at = from;
        while (at + 8 <= end) {
            if (++boxes > MOST_BOXES) {
                throw MediaRefused.damaged(in.format());
            }
            long size = in.big(at, 4);
            String type = in.text(at + 4, 4);
            int header = size == 1 ? 16 : 8;
            size = size == 1 ? in.big(at + 8, 8) : size == 0 ? end - at : size;
            if (size < header) {
                throw MediaRefused.damaged(in.format());
            }
            if (size > end - at) {
                throw MediaRefused.cutOff(in.format());
            }
            box(type, at + header, at + size);
            at += size;
        }
    }

    private void box(String type, long from, long end) throws IOException {
        if (type.equals("moov") && !movie) {
            movie = true;
            walk(from, end);
        } else if (type.equals("mvhd")) {
            length(from);
        } else if (type.equals("trak")) {
            track(from, end);
        }
    }

    private void length(long at) throws IOException {
        boolean wide = in.u8(at) == 1;
        long perSecond = in.big(at + (wide ? 20 : 12), 4);
        duration = MediaShape.ticks(wide ? in.big(at + 24, 8) : in.big(at + 16, 4), perSecond);
    }

    private void track(long from, long end) throws IOException {
        long media = find("mdia", from, end);
        long handler = media < 0 ? -1 : find("hdlr", media, end);
        if (handler < 0 || !in.text(handler + 8, 4).equals("vide")) {
            return;
        }
        film = true;
        long head = find("tkhd", from, end);
        if (head >= 0) {
            // Fixed point with sixteen bits behind it, after all else in the box.
            long size = head + (in.u8(head) == 1 ? 88 : 76);
            widthPx = (int) (in.big(size, 4) >> 16);
            heightPx = (int) (in.big(size + 4, 4) >> 16);
        }
    }

    /** Where the content of the first such box begins; -1 if there is none. */
    private long find(String wanted, long from, long end) throws IOException {
        long at = from;
        while (at + 8 <= end && ++boxes <= MOST_BOXES) {
            long size = in.big(at, 4);
            if (size < 8 || size > end - at) {
                return -1;
            }
            if (in.text(at + 4, 4).equals(wanted)) {
                return at + 8;
            }
            at += size;
        }
        return -1;
    }
}
