package dev.atelier.app.generation;

import dev.atelier.app.http.Bounds;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.OutputFile;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.media.MediaInfo;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Requests and answers of {@code /api/v1/generate}: a generation in the words of the standard API. */
final class JobJson {
    static final String JOBS = "/api/v1/generate/jobs";
    private static final Duration URL_LIFE = Duration.ofHours(1);

    private JobJson() {}

    /**
     * @param resolution a quality of the model, by the name it has in this API
     * @param inputImages ids of uploads
     * @param seconds of a film
     */
    record Wish(
            String aiModelId,
            String prompt,
            @Nullable String aspectRatio,
            @Nullable String resolution,
            @Bounds(min = 1, max = 100) @Nullable Integer numGenerations,

            @Nullable @Bounds(max = CreateJson.MOST_PICTURES)
            List<UUID> inputImages,

            @Bounds(min = 1, max = 3_600) @Nullable Integer seconds,
            @Nullable Long seed,
            @Nullable UUID quoteId) {
        /** Leaves the prompt out. */
        @Override
        public String toString() {
            return "Wish[" + aiModelId + "]";
        }
    }

    record Output(
            String url,
            String mediaType,
            @Nullable Integer widthPx,
            @Nullable Integer heightPx,
            @Nullable Double durationSeconds) {}

    record Failure(String code, String message) {}

    /** The job as an answer: four fields, and {@code error} only if there is one. */
    static Map<String, Object> job(Generation generation, BlobStore blobs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("jobId", generation.id().toString());
        fields.put("status", generation.state().name());
        fields.put("providerJobId", providerJobId(generation).orElse(null));
        fields.put(
                "outputs",
                generation.tasks().stream()
                        .map(ImageTask::output)
                        .filter(Objects::nonNull)
                        .map(output -> output(output, blobs))
                        .toList());
        Failure error = error(generation);
        if (error != null) {
            fields.put("error", error);
        }
        return fields;
    }

    /** The vendor's name for the first piece that has one. */
    private static Optional<String> providerJobId(Generation generation) {
        return generation.tasks().stream()
                .flatMap(task -> task.attempts().stream())
                .filter(attempt -> attempt.vendorTask() != null)
                .findFirst()
                .map(attempt -> String.valueOf(attempt.vendorTask()));
    }

    private static Output output(OutputFile output, BlobStore blobs) {
        MediaInfo info = output.info();
        Duration length = info.duration();
        return new Output(
                blobs.signedGet(output.key(), URL_LIFE).toString(),
                info.format().mediaType(),
                info.widthPx() == 0 ? null : info.widthPx(),
                info.heightPx() == 0 ? null : info.heightPx(),
                length == null ? null : length.toMillis() / 1000.0);
    }

    private static @Nullable Failure error(Generation generation) {
        if (!generation.state().terminal() || generation.state() == GenerationState.COMPLETED) {
            return null;
        }
        TaskFailure whole = generation.failure();
        return Optional.ofNullable(whole)
                .or(() -> generation.tasks().stream()
                        .map(ImageTask::failure)
                        .filter(Objects::nonNull)
                        .findFirst())
                .map(failure -> new Failure(GenerationViews.word(failure.kind()), failure.message()))
                .orElse(null);
    }
}
