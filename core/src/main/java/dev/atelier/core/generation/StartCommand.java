package dev.atelier.core.generation;

import dev.atelier.core.account.Caller;
import dev.atelier.core.job.Priority;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.upload.UploadId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wish for pictures, as it came: nothing is checked yet.
 *
 * @param aspectRatio null for the model's default; {@code quality} likewise
 * @param imageModel null for the active provider's model
 * @param llmModel null for the chain's own order
 */
public record StartCommand(
        Caller caller,
        String prompt,
        int imageCount,
        List<UploadId> references,
        List<UploadId> products,
        @Nullable String aspectRatio,
        @Nullable String quality,
        @Nullable ModelId imageModel,
        @Nullable ModelId llmModel,
        @Nullable Long seed,
        Priority priority) {
    public StartCommand {
        references = List.copyOf(references);
        products = List.copyOf(products);
    }

    /** Leaves the prompt out. */
    @Override
    public String toString() {
        return "StartCommand[" + caller.org() + ", " + imageCount + " images]";
    }
}
