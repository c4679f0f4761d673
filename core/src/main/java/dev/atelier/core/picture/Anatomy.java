package dev.atelier.core.picture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a walk over a file's structure found, before anything is decoded.
 *
 * @param orientation of EXIF, 1 (upright) to 8
 * @param components of a JPEG, 0 for other formats
 * @param colourProfile the embedded ICC profile, null if there is none that can be read
 * @param spans the parts of the file that a decoder needs: no comments, no text, no camera data
 */
record Anatomy(
        PictureFormat format,
        int widthPx,
        int heightPx,
        int orientation,
        int components,
        byte @Nullable [] colourProfile,
        List<Span> spans) {
    /** Bytes {@code from} (inclusive) {@code to} (exclusive) of a file. */
    record Span(long from, long to) {}

    /** Appends a span, joined to the last one if it begins where that ends. */
    static void keep(List<Span> spans, long from, long to) {
        int last = spans.size() - 1;
        if (last >= 0 && spans.get(last).to() == from) {
            spans.set(last, new Span(spans.get(last).from(), to));
        } else {
            spans.add(new Span(from, to));
        }
    }
}
