package dev.atelier.core.generation;

import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.picture.PictureInfo;
import dev.atelier.core.upload.UploadId;

/** A reference or product picture of a generation, as it was when the generation was accepted. */
public record InputImage(UploadId upload, BlobKey key, PictureInfo info) {}
