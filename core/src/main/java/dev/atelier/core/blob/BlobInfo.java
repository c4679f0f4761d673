package dev.atelier.core.blob;

/**
 * What is known about stored bytes without reading them.
 *
 * @param contentType media type as it was stored
 */
public record BlobInfo(BlobKey key, String contentType, long sizeBytes) {}
