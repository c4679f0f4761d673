package dev.atelier.core.picture;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Looks at picture files on disk. Thread-safe; keeps nothing.
 *
 * <p>Reads with the ImageIO readers on the class path: JPEG and PNG come with the JDK, WebP with any reader that is there.
 */
public final class PictureFiles {
    private PictureFiles() {}

    /**
     * Finds out what a file is: format by its first bytes, size by its header before anything is decoded, soundness by
     * decoding it once.
     *
     * @throws PictureRefused if it is no picture, truncated, too large in bytes or pixels, or of a format that is not taken
     * @throws IOException if the file cannot be read
     */
    public static PictureInfo inspect(Path file, PictureLimits limits) throws IOException {
        return PictureInspection.inspect(file, limits);
    }

    /**
     * Makes a smaller copy, upright whatever the EXIF orientation says, without metadata: PNG where there is alpha, else JPEG.
     *
     * @param longestSidePx of the copy; a smaller picture is not enlarged
     */
    public static ScaledPicture scale(Path file, int longestSidePx) throws IOException {
        return PictureScaling.scale(file, longestSidePx);
    }

    /** A smaller copy. */
    public record ScaledPicture(byte[] bytes, PictureFormat format, int widthPx, int heightPx) {}
}
