package dev.atelier.app.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What films and voices look like from outside. Signed URLs are in it: never logged, never stored. */
final class MediaJson {
    private MediaJson() {}

    /** @param count how many were asked for */
    record Summary(
            String id,
            String type,
            String state,
            String stage,
            String userId,
            String prompt,
            String model,
            int count,
            int arrived,
            long creditsHeld,
            long creditsCharged,
            @Nullable String thumbnailUrl,
            Instant createdAt,
            @Nullable Instant completedAt,
            GenerationJson.Links links) {}

    record Full(
            String id,
            String type,
            String state,
            String stage,
            String userId,
            boolean cancelRequested,
            Brief brief,
            String provider,
            String promptVersion,
            List<Task> tasks,
            long unitPrice,
            long creditsHeld,
            long creditsCharged,
            long costMicros,
            long costCents,
            String costBasis,
            GenerationJson.@Nullable Failure failure,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant completedAt,
            @Nullable Long durationMs,
            Instant deadlineAt,
            long version,
            GenerationJson.Links links) {}

    /** @param prompt what a film shows, or what a voice says */
    record Brief(
            String prompt,
            String model,
            int count,
            List<GenerationJson.Input> images,
            @Nullable String aspectRatio,
            @Nullable String quality,
            @Nullable Integer seconds,
            @Nullable Long seed,
            @Nullable String voice,
            @Nullable String instructions) {}

    record Task(
            String id,
            int index,
            String state,
            @Nullable String prompt,
            @Nullable Output output,
            List<GenerationJson.Attempt> attempts,
            GenerationJson.@Nullable MadeBy madeBy,
            GenerationJson.@Nullable Failure failure,
            @Nullable Instant completedAt) {}

    /**
     * @param widthPx null for a voice, and where the container does not say it; {@code heightPx} likewise
     * @param posterUrl a small picture of the first frame; null where there is none
     * @param expiresAt when the URLs end; read the generation again for new ones
     */
    record Output(
            String url,
            String mediaType,
            @Nullable Integer widthPx,
            @Nullable Integer heightPx,
            @Nullable Double durationSeconds,
            long sizeBytes,
            String sha256,
            @Nullable String posterUrl,
            Instant expiresAt) {}

    /** A body that {@code POST /api/v1/videos} or {@code POST /api/v1/speech} takes. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Recipe(
            @Nullable String prompt,
            @Nullable String text,
            String model,
            @Nullable List<String> imageUploadIds,
            @Nullable String aspectRatio,
            @Nullable String quality,
            @Nullable Integer seconds,
            @Nullable Integer count,
            @Nullable Long seed,
            @Nullable String voice,
            @Nullable String instructions) {}

    record Lineage(
            String generationId,
            Recipe recipe,
            GenerationJson.@Nullable TokenRef accessToken,
            List<GenerationJson.Step> story,
            List<GenerationJson.Entry> ledger) {}
}
