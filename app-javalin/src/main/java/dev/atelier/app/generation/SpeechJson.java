package dev.atelier.app.generation;

import dev.atelier.core.generation.Fallback;
import dev.atelier.core.job.Priority;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /api/v1/speech}. What a model can do is checked by the use case; here only the form is. */
record SpeechJson(
        String text,
        @Nullable String model,
        @Nullable String voice,
        @Nullable String instructions,
        @Nullable Priority priority,
        @Nullable UUID quoteId,
        @Nullable Fallback fallback) {
    /** Leaves the text out. */
    @Override
    public String toString() {
        return "SpeechJson[" + model + "]";
    }
}
