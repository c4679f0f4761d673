package dev.atelier.app.diagnosis;

import dev.atelier.app.AppConfig;
import dev.atelier.core.account.UserId;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.StorageFailure;
import dev.atelier.core.blob.spi.BlobStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;

/** Writes, reads, signs and deletes a few bytes. */
final class StorageExamination {
    /** Nobody's: no real upload can lie there. */
    private static final UserId NOBODY = new UserId(new UUID(0, 0));

    private StorageExamination() {}

    static Examination of(BlobStore blobs, AppConfig config) {
        return Examination.of(
                "storage", "Picture store", remedy(config), () -> look(blobs, place(config), remedy(config)));
    }

    private static Finding look(BlobStore blobs, String place, String remedy) {
        BlobKey key = BlobKey.upload(NOBODY, UUID.randomUUID(), "png");
        byte[] bytes = "a few bytes to see whether they can be kept".getBytes(StandardCharsets.UTF_8);
        blobs.put(key, "image/png", bytes.length, new ByteArrayInputStream(bytes));
        try {
            if (!Arrays.equals(bytes, read(blobs, key))) {
                return Finding.failed(place + " gives back other bytes than it was given", remedy);
            }
            blobs.signedGet(key, Duration.ofMinutes(1));
        } finally {
            blobs.delete(key);
        }
        return Finding.ok(place + " takes, gives back and signs pictures"
                + (blobs.reachableByVendors() ? "" : "; vendors cannot read from it, so they are sent the bytes"));
    }

    private static byte[] read(BlobStore blobs, BlobKey key) {
        try (InputStream in = blobs.open(key).orElseThrow(() -> new StorageFailure("what was written is not there"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new StorageFailure("what was written cannot be read", e);
        }
    }

    private static String place(AppConfig config) {
        AppConfig.S3 s3 = config.s3();
        return s3 == null ? "the folder " + config.inData("files") : s3.vendor() + " bucket " + s3.bucket();
    }

    private static String remedy(AppConfig config) {
        AppConfig.S3 s3 = config.s3();
        if (s3 == null) {
            return "Check that the server may write to the folder of ATELIER_DATA.";
        }
        return s3.vendor().equals("R2")
                ? "Check R2_ACCOUNT_ID, R2_BUCKET_NAME, R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY."
                : "Check S3_ENDPOINT, S3_REGION, S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.";
    }
}
