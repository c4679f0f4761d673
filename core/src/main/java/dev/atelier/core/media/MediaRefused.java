package dev.atelier.core.media;

/** A file is nothing that Atelier stores as a result: another format, damaged, cut off, or too large. */
public final class MediaRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one sentence for people, without secrets */
    MediaRefused(String message) {
        super(message);
    }

    static MediaRefused cutOff(MediaFormat format) {
        return new MediaRefused("The " + format + " file is cut off.");
    }

    static MediaRefused damaged(MediaFormat format) {
        return new MediaRefused("The " + format + " file is damaged.");
    }

    static MediaRefused lacks(MediaFormat format, String what) {
        return new MediaRefused("The " + format + " file holds no " + what + ".");
    }
}
