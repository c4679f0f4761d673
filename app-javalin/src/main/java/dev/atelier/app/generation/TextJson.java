package dev.atelier.app.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What generations of text look like from outside. Signed URLs are in it: never logged, never stored. */
final class TextJson {
    private TextJson() {}

    record Links(String self, String lineage) {}

    /** The answer to an accepted wish; kept with its idempotency key, so no URL of a picture is in it. */
    record Receipt(
            String id,
            String type,
            String state,
            String stage,
            long unitPrice,
            long creditsHeld,
            Instant createdAt,
            Links links) {}

    /** @param prompt the beginning of what the user said last */
    record Summary(
            String id,
            String type,
            String state,
            String stage,
            String userId,
            String prompt,
            String model,
            long creditsHeld,
            long creditsCharged,
            Instant createdAt,
            @Nullable Instant completedAt,
            Links links) {}

    record Full(
            String id,
            String type,
            String state,
            String stage,
            String userId,
            Brief brief,
            String provider,
            String promptVersion,
            @Nullable Output output,
            List<Trial> trials,
            long unitPrice,
            long creditsHeld,
            long creditsCharged,
            long costMicros,
            long costCents,
            GenerationJson.@Nullable Failure failure,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant completedAt,
            @Nullable Long durationMs,
            Instant deadlineAt,
            long version,
            Links links) {}

    record Brief(
            String model,
            List<Message> messages,
            int maxTokens,
            @Nullable Double temperature,
            List<String> stop,
            boolean json) {}

    record Message(String role, List<Part> parts) {}

    /** Either words or a picture. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Part(@Nullable String text, GenerationJson.@Nullable Input picture) {}

    record Output(
            String text,
            String end,
            String provider,
            String model,
            @Nullable Long inputTokens,
            @Nullable Long outputTokens) {}

    record Trial(
            String provider,
            @Nullable String model,
            @Nullable String code,
            @Nullable String error,
            long durationMs,
            @Nullable Long inputTokens,
            @Nullable Long outputTokens,
            @Nullable Long costMicros) {}

    record Lineage(
            String generationId,
            Brief recipe,
            GenerationJson.@Nullable TokenRef accessToken,
            List<GenerationJson.Step> story,
            List<GenerationJson.Entry> ledger) {}
}
