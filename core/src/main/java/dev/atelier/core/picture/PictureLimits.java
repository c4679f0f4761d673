package dev.atelier.core.picture;

/**
 * What a picture may cost us to look at.
 *
 * @param maxBytes largest file
 * @param maxPixels largest width times height, checked before anything is decoded
 * @param maxSidePx longest side
 */
public record PictureLimits(long maxBytes, long maxPixels, int maxSidePx) {
    /** 30 MiB, 40 megapixels, 12,000 pixels a side. */
    public static final PictureLimits DEFAULT = new PictureLimits(30L << 20, 40_000_000L, 12_000);
}
