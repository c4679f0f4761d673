package dev.atelier.core.upload;

import dev.atelier.core.account.Caller;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.blob.BlobInfo;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.SignedUpload;
import dev.atelier.core.blob.StorageFailure;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.picture.PictureFiles;
import dev.atelier.core.picture.PictureFormat;
import dev.atelier.core.picture.PictureInfo;
import dev.atelier.core.picture.PictureLimits;
import dev.atelier.core.picture.PictureRefused;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.upload.spi.UploadRepository;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes in pictures that people bring: through us, or straight into the store with a signed permission. A file becomes usable only
 * after it was found to be a sound picture. Costs nothing. Thread-safe.
 */
public final class StoreUpload {
    private static final Duration PERMISSION = Duration.ofMinutes(15);

    private final UploadRepository uploads;
    private final BlobStore blobs;
    private final PictureLimits limits;
    private final Ids ids;
    private final Clock clock;

    public StoreUpload(UploadRepository uploads, BlobStore blobs, PictureLimits limits, Ids ids, Clock clock) {
        this.uploads = uploads;
        this.blobs = blobs;
        this.limits = limits;
        this.ids = ids;
        this.clock = clock;
    }

    /** An upload that waits for its bytes, and the permission to put them. */
    public record Permission(Upload upload, SignedUpload permission) {}

    /**
     * Stores a file that came through us. The file itself is left to the caller.
     *
     * @param filename as the client called it; for display only
     * @throws PictureRefused if it is no picture that we take
     */
    public Upload store(Caller caller, String filename, Path file) {
        PictureInfo info = inspect(file);
        UUID id = ids.next();
        BlobKey key = BlobKey.upload(caller.user(), id, info.format().extension());
        put(key, info, file);
        Upload upload = new Upload(
                new UploadId(id),
                caller.org(),
                caller.user(),
                key,
                shortened(filename),
                info.format().mediaType(),
                0,
                info,
                clock.instant());
        uploads.insert(upload);
        return upload;
    }

    /**
     * Permits one upload straight into the store.
     *
     * @param contentType must be one of the formats that we take
     * @param sizeBytes exactly how many bytes will come
     * @throws PictureRefused if type or size are not taken
     */
    public Permission permit(Caller caller, String filename, String contentType, long sizeBytes) {
        PictureFormat format = Arrays.stream(PictureFormat.values())
                .filter(f -> f.mediaType().equals(contentType))
                .findFirst()
                .orElseThrow(() -> new PictureRefused(
                        PictureRefused.Reason.UNSUPPORTED_FORMAT,
                        "contentType must be image/png, image/jpeg or image/webp."));
        if (sizeBytes < 1 || sizeBytes > limits.maxBytes()) {
            throw new PictureRefused(
                    sizeBytes < 1 ? PictureRefused.Reason.EMPTY : PictureRefused.Reason.TOO_MANY_BYTES,
                    "The file has " + sizeBytes + " bytes; 1 to " + limits.maxBytes() + " are allowed.");
        }
        UUID id = ids.next();
        BlobKey key = BlobKey.upload(caller.user(), id, format.extension());
        Upload upload = new Upload(
                new UploadId(id),
                caller.org(),
                caller.user(),
                key,
                shortened(filename),
                contentType,
                sizeBytes,
                null,
                clock.instant());
        uploads.insert(upload);
        return new Permission(upload, blobs.signedPut(key, contentType, sizeBytes, PERMISSION));
    }

    /**
     * Looks at what was put with a permission and makes it usable; repeating it changes nothing.
     *
     * @return empty if the org has no such upload, or its bytes have not arrived
     * @throws PictureRefused if the bytes are no sound picture; they are deleted then, and the upload with them
     */
    public Optional<Upload> complete(OrgId org, UploadId id) {
        Optional<Upload> found = uploads.find(org, id);
        if (found.isEmpty() || found.get().ready()) {
            return found;
        }
        Upload upload = found.get();
        Optional<BlobInfo> blob = blobs.info(upload.key());
        if (blob.isEmpty()) {
            return Optional.empty();
        }
        try {
            Upload completed = upload.completed(inspectStored(upload.key(), blob.get()));
            uploads.update(completed);
            return Optional.of(completed);
        } catch (PictureRefused refused) {
            blobs.delete(upload.key());
            uploads.delete(org, id);
            throw refused;
        }
    }

    private PictureInfo inspectStored(BlobKey key, BlobInfo blob) {
        if (blob.sizeBytes() > limits.maxBytes()) {
            throw new PictureRefused(
                    PictureRefused.Reason.TOO_MANY_BYTES,
                    "The file has " + blob.sizeBytes() + " bytes; at most " + limits.maxBytes() + " are allowed.");
        }
        try {
            Path file = Files.createTempFile("atelier-upload-", ".tmp");
            try (InputStream in = blobs.open(key).orElseThrow(() -> new StorageFailure("the upload has gone"))) {
                Files.copy(in, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                return PictureFiles.inspect(file, limits);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PictureInfo inspect(Path file) {
        try {
            return PictureFiles.inspect(file, limits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(BlobKey key, PictureInfo info, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            blobs.put(key, info.format().mediaType(), info.sizeBytes(), in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shortened(String filename) {
        return filename.length() <= 200 ? filename : filename.substring(0, 200);
    }
}
