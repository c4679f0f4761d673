package dev.atelier.app.generation;

import static dev.atelier.app.generation.GenerationViews.word;

import dev.atelier.core.credit.LedgerEntry;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.LlmTrial;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.text.ChatMessage;
import dev.atelier.core.text.ChatPart;
import dev.atelier.core.text.ChatRole;
import dev.atelier.core.text.TextBrief;
import dev.atelier.core.text.TextGeneration;
import dev.atelier.core.text.TextOutput;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes {@link TextJson} of generations of text. Thread-safe. */
final class TextViews {
    private static final int LONGEST_PROMPT = 200;
    private static final long MICROS_PER_CENT = 10_000;

    private final GenerationViews pictures;

    /** @param pictures signs the URLs of the pictures in a conversation */
    TextViews(GenerationViews pictures) {
        this.pictures = pictures;
    }

    /** A strong tag, as that of pictures: half an hour is as long as URLs of an answer are good for at least. */
    String tag(TextGeneration text) {
        boolean urls = text.brief().messages().stream()
                .flatMap(message -> message.parts().stream())
                .anyMatch(part -> part.picture() != null);
        return pictures.tag(text.version(), urls);
    }

    static String address(TextGeneration text) {
        return GenerationViews.PATH + "/" + text.id();
    }

    static TextJson.Receipt receipt(TextGeneration text) {
        return new TextJson.Receipt(
                text.id().toString(),
                "text",
                word(text.state()),
                stage(text.state()),
                text.terms().unitPrice().amount(),
                text.creditsHeld(),
                text.createdAt(),
                links(text));
    }

    TextJson.Summary summary(TextGeneration text) {
        return new TextJson.Summary(
                text.id().toString(),
                "text",
                word(text.state()),
                stage(text.state()),
                text.user().toString(),
                prompt(text.brief()),
                text.brief().model().value(),
                text.creditsHeld(),
                text.creditsCharged(),
                text.createdAt(),
                text.completedAt(),
                links(text));
    }

    TextJson.Full full(TextGeneration text) {
        TextOutput output = text.output();
        return new TextJson.Full(
                text.id().toString(),
                "text",
                word(text.state()),
                stage(text.state()),
                text.user().toString(),
                brief(text.brief()),
                text.terms().provider().slug(),
                text.terms().promptVersion(),
                output == null ? null : output(output),
                text.trials().stream().map(TextViews::trial).toList(),
                text.terms().unitPrice().amount(),
                text.creditsHeld(),
                text.creditsCharged(),
                text.costMicros(),
                (text.costMicros() + MICROS_PER_CENT / 2) / MICROS_PER_CENT,
                GenerationViews.failure(text.failure(), false),
                text.createdAt(),
                text.startedAt(),
                text.completedAt(),
                text.took().map(Duration::toMillis).orElse(null),
                text.deadlineAt(),
                text.version(),
                links(text));
    }

    TextJson.Lineage lineage(TextGeneration text, List<LedgerEntry> entries, GenerationJson.@Nullable TokenRef token) {
        List<GenerationJson.Step> steps = new ArrayList<>();
        add(steps, text.createdAt(), "accepted", null, null, null);
        Instant at = text.startedAt();
        add(steps, at, "started", null, null, null);
        for (int i = 0; at != null && i < text.trials().size(); i++) {
            LlmTrial trial = text.trials().get(i);
            at = at.plusMillis(trial.tookMillis());
            String code = trial.failure() == null ? null : word(trial.failure());
            add(steps, at, "asked", trial.provider().slug(), code, trial.error());
        }
        TaskFailure failure = text.failure();
        add(
                steps,
                text.completedAt(),
                word(text.state()),
                null,
                failure == null ? null : word(failure.kind()),
                failure == null ? null : failure.message());
        return new TextJson.Lineage(
                text.id().toString(),
                brief(text.brief()),
                token,
                steps,
                entries.stream().map(Story::entry).toList());
    }

    private static void add(
            List<GenerationJson.Step> steps,
            @Nullable Instant at,
            String what,
            @Nullable String provider,
            @Nullable String code,
            @Nullable String message) {
        if (at != null) {
            steps.add(new GenerationJson.Step(at, what, null, null, provider, code, message));
        }
    }

    private static String stage(GenerationState state) {
        return switch (state) {
            case PENDING -> "queued";
            case PROCESSING -> "generating";
            case COMPLETED, PARTIAL, FAILED, CANCELLED -> "done";
        };
    }

    private static String prompt(TextBrief brief) {
        String said = brief.messages().stream()
                .filter(message -> message.role() == ChatRole.USER)
                .reduce((earlier, later) -> later)
                .map(message -> message.parts().stream()
                        .map(ChatPart::text)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(" ")))
                .orElse("");
        int end =
                said.length() > LONGEST_PROMPT ? said.offsetByCodePoints(0, said.codePointCount(0, LONGEST_PROMPT)) : 0;
        return end == 0 ? said : said.substring(0, end) + "…";
    }

    private TextJson.Brief brief(TextBrief brief) {
        return new TextJson.Brief(
                brief.model().value(),
                brief.messages().stream().map(this::message).toList(),
                brief.maxTokens(),
                brief.temperature(),
                brief.stop(),
                brief.json());
    }

    private TextJson.Message message(ChatMessage message) {
        return new TextJson.Message(
                word(message.role()),
                message.parts().stream()
                        .map(part -> new TextJson.Part(
                                part.text(), part.picture() == null ? null : pictures.input(part.picture())))
                        .toList());
    }

    private static TextJson.Output output(TextOutput output) {
        return new TextJson.Output(
                output.text(),
                word(output.end()),
                output.provider().slug(),
                output.model(),
                output.cost().inputTokens(),
                output.cost().outputTokens());
    }

    private static TextJson.Trial trial(LlmTrial trial) {
        return new TextJson.Trial(
                trial.provider().slug(),
                trial.model(),
                trial.failure() == null ? null : word(trial.failure()),
                trial.error(),
                trial.tookMillis(),
                trial.cost().inputTokens(),
                trial.cost().outputTokens(),
                trial.cost().micros());
    }

    private static TextJson.Links links(TextGeneration text) {
        String self = address(text);
        return new TextJson.Links(self, self + "/lineage");
    }
}
