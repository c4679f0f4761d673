package dev.atelier.core.upload;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.UserId;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.picture.PictureInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A picture that somebody brought.
 *
 * @param filename as the client called it, for display only
 * @param expectedBytes size that was announced for a presigned upload; 0 when the bytes came through us
 * @param info null until the bytes have arrived and were found to be a sound picture
 */
public record Upload(
        UploadId id,
        OrgId org,
        UserId user,
        BlobKey key,
        String filename,
        String contentType,
        long expectedBytes,
        @Nullable PictureInfo info,
        Instant createdAt) {

    /** True once the picture may be used in a generation. */
    public boolean ready() {
        return info != null;
    }

    public Upload completed(PictureInfo found) {
        return new Upload(id, org, user, key, filename, found.format().mediaType(), expectedBytes, found, createdAt);
    }
}
