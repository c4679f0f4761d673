package dev.atelier.app.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What generations look like from outside. Signed URLs are in it: never logged, never stored. */
public final class GenerationJson {
    private GenerationJson() {}

    public record Links(String self, String events, String cancel) {}

    /** The answer to an accepted wish; kept with its idempotency key, so no URL of a picture is in it. */
    record Receipt(
            String id,
            String type,
            String state,
            String stage,
            int imageCount,
            long unitPrice,
            long creditsHeld,
            Instant createdAt,
            Links links) {}

    record Summary(
            String id,
            String type,
            String state,
            String stage,
            String userId,
            String prompt,
            String imageModel,
            int imageCount,
            int arrived,
            long creditsHeld,
            long creditsCharged,
            @Nullable String thumbnailUrl,
            Instant createdAt,
            @Nullable Instant completedAt,
            Links links) {}

    public record Full(
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
            List<Analysis> analyses,
            List<Trial> trials,
            long unitPrice,
            long creditsHeld,
            long creditsCharged,
            long costMicros,
            long costCents,
            String costBasis,
            @Nullable Failure failure,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant completedAt,
            @Nullable Long durationMs,
            Instant deadlineAt,
            long version,
            Links links) {}

    public record Brief(
            String prompt,
            int imageCount,
            List<Input> referenceImages,
            List<Input> productImages,
            @Nullable Input mask,
            @Nullable String aspectRatio,
            @Nullable String quality,
            String imageModel,
            @Nullable String llmModel,
            @Nullable Long seed,
            @Nullable String parentImageId,
            String promptMode) {}

    public record Input(
            String uploadId,
            String contentType,
            int widthPx,
            int heightPx,
            long sizeBytes,
            String sha256,
            String url) {}

    public record Task(
            String id,
            int index,
            String state,
            @Nullable String prompt,
            @Nullable Picture image,
            List<Attempt> attempts,
            @Nullable MadeBy madeBy,
            @Nullable Failure failure,
            @Nullable Instant completedAt) {}

    /**
     * Who made a result.
     *
     * @param rung 1 for the first who was asked
     * @param earlier those who were asked before and did not take it
     */
    public record MadeBy(int rung, String provider, String model, List<Earlier> earlier) {}

    /** @param reason why it was not made there */
    public record Earlier(String provider, String model, String reason) {}

    /** @param expiresAt when the URLs end; read the generation again for new ones */
    public record Picture(
            String url,
            String contentType,
            int widthPx,
            int heightPx,
            long sizeBytes,
            String sha256,
            List<Thumb> thumbnails,
            Instant expiresAt) {}

    public record Thumb(int sidePx, int widthPx, int heightPx, String url) {}

    public record Attempt(
            String id,
            int number,
            String state,
            String provider,
            String model,
            @Nullable String vendorTask,
            @Nullable Instant sentAt,
            @Nullable Instant ackedAt,
            @Nullable Instant endedAt,
            @Nullable Failure failure,
            @Nullable Long costMicros) {}

    public record Analysis(
            int index,
            String state,
            @Nullable String text,
            @Nullable String provider,
            @Nullable String model,
            @Nullable String error,
            long durationMs) {}

    public record Trial(
            String provider,
            @Nullable String model,
            int promptsGiven,
            @Nullable String code,
            @Nullable String error,
            long durationMs) {}

    /** @param charged whether credits were taken although this went wrong */
    public record Failure(String code, String message, boolean charged) {}

    /** A body that {@code POST /api/v1/generations} takes. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Recipe(
            String prompt,
            int imageCount,
            List<String> referenceImages,
            List<String> productImages,
            @Nullable String maskUploadId,
            @Nullable String aspectRatio,
            @Nullable String quality,
            String imageModel,
            @Nullable String llmModel,
            @Nullable Long seed,
            String promptMode) {}

    /** @param accessToken with which a program asked for it; null if a person did */
    public record Lineage(
            String generationId, Recipe recipe, @Nullable TokenRef accessToken, List<Step> story, List<Entry> ledger) {}

    public record TokenRef(String id, String name) {}

    /** One moment of the story. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(
            Instant at,
            String what,
            @Nullable String taskId,
            @Nullable Integer attempt,
            @Nullable String provider,
            @Nullable String code,
            @Nullable String message) {}

    /** A ledger entry without the org's balance, which not every viewer may see. */
    public record Entry(
            long sequence,
            String kind,
            long available,
            long held,
            long spent,
            @Nullable String provider,
            String actor,
            @Nullable String reason,
            Instant at) {}
}
