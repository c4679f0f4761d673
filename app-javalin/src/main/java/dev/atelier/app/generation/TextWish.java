package dev.atelier.app.generation;

import dev.atelier.app.http.Bounds;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/v1/texts}.
 *
 * @param system how the model is to behave
 * @param imageUploadIds pictures that the prompt is about
 */
record TextWish(
        String prompt,
        @Nullable String system,
        @Nullable String model,
        @Nullable @Bounds(max = CreateJson.MOST_PICTURES) List<UUID> imageUploadIds,
        @Nullable Integer maxTokens,
        @Nullable Double temperature) {
    /** Leaves the words out. */
    @Override
    public String toString() {
        return "TextWish[" + model + "]";
    }
}
