package dev.atelier.app.upload;

import dev.atelier.core.blob.SignedUpload;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.picture.PictureInfo;
import dev.atelier.core.upload.StoreUpload;
import dev.atelier.core.upload.Upload;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Uploads as clients see them. */
final class UploadJson {
    /** How long a link in an answer can be read. */
    static final Duration READABLE = Duration.ofHours(1);

    private UploadJson() {}

    /**
     * One upload.
     *
     * @param sizeBytes what arrived, or what was announced while nothing has
     * @param widthPx null until the bytes were looked at, like {@code heightPx} and {@code sha256}
     * @param url signed, good until {@code urlExpiresAt}; null until the upload is ready
     */
    record UploadView(
            String id,
            String filename,
            String contentType,
            long sizeBytes,
            boolean ready,
            @Nullable Integer widthPx,
            @Nullable Integer heightPx,
            @Nullable String sha256,
            @Nullable String url,
            @Nullable Instant urlExpiresAt,
            Instant createdAt) {
        static UploadView of(Upload upload, BlobStore blobs, Instant now) {
            PictureInfo info = upload.info();
            return new UploadView(
                    upload.id().toString(),
                    upload.filename(),
                    upload.contentType(),
                    info == null ? upload.expectedBytes() : info.sizeBytes(),
                    upload.ready(),
                    info == null ? null : info.widthPx(),
                    info == null ? null : info.heightPx(),
                    info == null ? null : info.sha256(),
                    info == null
                            ? null
                            : blobs.signedGet(upload.key(), READABLE).toString(),
                    info == null ? null : now.plus(READABLE),
                    upload.createdAt());
        }

        /** Leaves the signed URL out. */
        @Override
        public String toString() {
            return "UploadView[" + id + "]";
        }
    }

    /** The permission to put the bytes: this method, this URL, these headers as they stand. */
    record PermissionView(String uploadId, String method, String url, Map<String, String> headers, Instant expiresAt) {
        static PermissionView of(StoreUpload.Permission permission) {
            SignedUpload signed = permission.permission();
            return new PermissionView(
                    permission.upload().id().toString(),
                    signed.method(),
                    signed.url().toString(),
                    signed.headers(),
                    signed.expiresAt());
        }

        /** Leaves the signed URL out. */
        @Override
        public String toString() {
            return "PermissionView[" + uploadId + "]";
        }
    }
}
