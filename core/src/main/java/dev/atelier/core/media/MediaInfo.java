package dev.atelier.core.media;

import dev.atelier.core.picture.PictureInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a result is, found by looking at its bytes.
 *
 * @param widthPx 0 for a voice, and for a film whose container does not say it; {@code heightPx} likewise
 * @param sha256 of the whole file, lower-case hex
 * @param duration null for a picture, and where the container does not say it plainly
 */
public record MediaInfo(
        MediaFormat format,
        int widthPx,
        int heightPx,
        long sizeBytes,
        String sha256,
        @Nullable Duration duration) {
    public static MediaInfo of(PictureInfo picture) {
        return new MediaInfo(
                MediaFormat.of(picture.format()),
                picture.widthPx(),
                picture.heightPx(),
                picture.sizeBytes(),
                picture.sha256(),
                null);
    }
}
