package dev.atelier.core.picture;

/**
 * What a picture file is, found by looking at its bytes.
 *
 * @param sha256 of the whole file, lower-case hex
 */
public record PictureInfo(PictureFormat format, int widthPx, int heightPx, long sizeBytes, String sha256) {}
