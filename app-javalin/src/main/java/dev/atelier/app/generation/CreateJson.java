package dev.atelier.app.generation;

import dev.atelier.app.http.Bounds;
import dev.atelier.core.generation.Fallback;
import dev.atelier.core.generation.PromptMode;
import dev.atelier.core.job.Priority;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/v1/generations}. What a model can do is checked by the use case; here only the form is.
 *
 * @param parentImageId the picture that these are made out of
 * @param maskUploadId an upload as large as the first product picture, transparent where that is painted anew
 * @param referenceImages upload ids or data URLs; {@code productImages} likewise
 */
record CreateJson(
        String prompt,
        int imageCount,
        @Nullable @Bounds(max = MOST_PICTURES) List<String> referenceImages,
        @Nullable @Bounds(max = MOST_PICTURES) List<String> productImages,
        @Nullable UUID maskUploadId,
        @Nullable String aspectRatio,
        @Nullable String quality,
        @Nullable String imageModel,
        @Nullable String llmModel,
        @Nullable Long seed,
        @Nullable UUID parentImageId,
        @Nullable PromptMode promptMode,
        @Nullable Priority priority,
        @Nullable UUID quoteId,
        @Nullable Fallback fallback) {
    /** More than any model takes; keeps one request from storing pictures without end. */
    static final int MOST_PICTURES = 20;

    /** Leaves the prompt and the pictures out. */
    @Override
    public String toString() {
        return "CreateJson[" + imageCount + " images]";
    }
}
