package dev.atelier.app.generation;

import dev.atelier.app.http.Bounds;
import dev.atelier.core.generation.Fallback;
import dev.atelier.core.job.Priority;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/v1/videos}. What a model can do is checked by the use case; here only the form is.
 *
 * @param imageUploadIds the first frame, and after it the last one
 */
record VideoJson(
        String prompt,
        @Nullable String model,
        @Nullable @Bounds(max = CreateJson.MOST_PICTURES) List<UUID> imageUploadIds,
        @Nullable String aspectRatio,
        @Nullable String quality,
        @Nullable Integer seconds,
        @Nullable Integer count,
        @Nullable Long seed,
        @Nullable Priority priority,
        @Nullable UUID quoteId,
        @Nullable Fallback fallback) {
    /** Leaves the prompt out. */
    @Override
    public String toString() {
        return "VideoJson[" + model + "]";
    }
}
