package dev.atelier.core.picture;

import dev.atelier.core.picture.PictureRefused.Reason;
import java.util.Locale;

/** The sentences that users read. */
final class Refusals {
    private Refusals() {}

    static PictureRefused empty() {
        return new PictureRefused(Reason.EMPTY, "The file is empty.");
    }

    static PictureRefused notAPicture() {
        return new PictureRefused(Reason.NOT_A_PICTURE, "The file is not a PNG, JPEG or WebP picture.");
    }

    static PictureRefused unsupported(String what) {
        return new PictureRefused(
                Reason.UNSUPPORTED_FORMAT,
                "The file looks like " + what + "; only still PNG, JPEG and WebP are taken.");
    }

    static PictureRefused tooManyBytes(long size, long limit) {
        return new PictureRefused(
                Reason.TOO_MANY_BYTES, text("The file has %,d bytes; at most %,d are taken.", size, limit));
    }

    static PictureRefused cutOff(PictureFormat format, long size) {
        return new PictureRefused(
                Reason.TRUNCATED,
                text("The %s file ends too early, after %,d bytes; please send it again.", format, size));
    }

    /** Damage has no code of its own: to the user it is the same story, a file that did not arrive whole. */
    static PictureRefused damaged(PictureFormat format) {
        return new PictureRefused(Reason.TRUNCATED, text("The %s file is damaged; please send it again.", format));
    }

    static void checkSize(long widthPx, long heightPx, PictureLimits limits) {
        if (widthPx > limits.maxSidePx() || heightPx > limits.maxSidePx()) {
            throw new PictureRefused(
                    Reason.TOO_MANY_PIXELS,
                    text(
                            "The picture is %,d x %,d pixels; a side may have at most %,d.",
                            widthPx, heightPx, limits.maxSidePx()));
        }
        if (widthPx * heightPx > limits.maxPixels()) {
            throw new PictureRefused(
                    Reason.TOO_MANY_PIXELS,
                    text(
                            "The picture is %,d x %,d = %,d pixels; at most %,d are taken.",
                            widthPx, heightPx, widthPx * heightPx, limits.maxPixels()));
        }
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
