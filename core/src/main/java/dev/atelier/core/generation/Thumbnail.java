package dev.atelier.core.generation;

import dev.atelier.core.blob.BlobKey;

/**
 * A small copy of a picture.
 *
 * @param sidePx the longest side that was asked for
 */
public record Thumbnail(int sidePx, BlobKey key, int widthPx, int heightPx) {}
