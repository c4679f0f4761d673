package dev.atelier.app.generation;

import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.generation.Attempt;
import dev.atelier.core.generation.CostSum;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.ImageBrief;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.InputImage;
import dev.atelier.core.generation.LlmTrial;
import dev.atelier.core.generation.OutputFile;
import dev.atelier.core.generation.ReferenceAnalysis;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.generation.TaskState;
import dev.atelier.core.generation.Thumbnail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes {@link GenerationJson} of generations; URLs are signed anew each time, without a network call. Thread-safe. */
public final class GenerationViews {
    static final String PATH = "/api/v1/generations";
    private static final Duration URL_LIFE = Duration.ofHours(1);

    /** A tag is good for so long: whoever gets 304 has URLs that still live for the other half. */
    private static final long TAG_SECONDS = URL_LIFE.toSeconds() / 2;

    private final BlobStore blobs;
    private final Clock clock;

    public GenerationViews(BlobStore blobs, Clock clock) {
        this.blobs = blobs;
        this.clock = clock;
    }

    /** A strong tag: the version, and where URLs are in the answer, the half hour that they were made in. */
    String tag(Generation generation) {
        boolean urls = !generation.brief().references().isEmpty()
                || !generation.brief().products().isEmpty()
                || generation.count(state -> state == TaskState.COMPLETED) > 0;
        return tag(generation.version(), urls);
    }

    String tag(long version, boolean urls) {
        return urls
                ? "\"" + version + "." + clock.instant().getEpochSecond() / TAG_SECONDS + "\""
                : "\"" + version + "\"";
    }

    public static String address(Generation generation) {
        return PATH + "/" + generation.id();
    }

    public static GenerationJson.Receipt receipt(Generation generation) {
        return new GenerationJson.Receipt(
                generation.id().toString(),
                word(generation.type()),
                word(generation.state()),
                word(generation.stage()),
                generation.brief().imageCount(),
                generation.terms().unitPrice().amount(),
                held(generation),
                generation.createdAt(),
                links(generation));
    }

    GenerationJson.Summary summary(Generation generation) {
        return new GenerationJson.Summary(
                generation.id().toString(),
                "image",
                word(generation.state()),
                word(generation.stage()),
                generation.user().toString(),
                generation.brief().prompt(),
                generation.brief().model().value(),
                generation.brief().imageCount(),
                generation.count(state -> state == TaskState.COMPLETED),
                held(generation),
                generation.creditsCharged(),
                cover(generation),
                generation.createdAt(),
                generation.completedAt(),
                links(generation));
    }

    /** The whole of it. */
    public GenerationJson.Full full(Generation generation) {
        CostSum cost = CostSum.of(generation);
        return new GenerationJson.Full(
                generation.id().toString(),
                "image",
                word(generation.state()),
                word(generation.stage()),
                generation.user().toString(),
                generation.cancelRequested(),
                brief(generation.brief()),
                generation.terms().provider().slug(),
                generation.terms().promptVersion(),
                generation.tasks().stream()
                        .map(task -> task(task, generation.brief()))
                        .toList(),
                generation.analyses().stream().map(GenerationViews::analysis).toList(),
                generation.trials().stream().map(GenerationViews::trial).toList(),
                generation.terms().unitPrice().amount(),
                held(generation),
                generation.creditsCharged(),
                cost.micros(),
                cost.cents(),
                cost.basis(),
                failure(generation.failure(), generation.creditsCharged() > 0),
                generation.createdAt(),
                generation.startedAt(),
                generation.completedAt(),
                generation.took().map(Duration::toMillis).orElse(null),
                generation.deadlineAt(),
                generation.version(),
                links(generation));
    }

    /** Sizes of a picture. */
    public enum Variant {
        THUMB,
        PREVIEW,
        ORIGINAL;

        /** The smallest thumbnail, the largest, or the picture itself; the picture too where it has no thumbnail. */
        public BlobKey keyOf(OutputFile output) {
            Comparator<Thumbnail> bySide = Comparator.comparingInt(Thumbnail::sidePx);
            Optional<Thumbnail> small = switch (this) {
                case THUMB -> output.thumbnails().stream().min(bySide);
                case PREVIEW -> output.thumbnails().stream().max(bySide);
                case ORIGINAL -> Optional.empty();
            };
            return small.map(Thumbnail::key).orElse(output.key());
        }
    }

    static long held(Generation generation) {
        return generation.terms().unitPrice().amount() * generation.count(state -> !state.terminal());
    }

    static GenerationJson.@Nullable Failure failure(@Nullable TaskFailure failure, boolean charged) {
        return failure == null ? null : new GenerationJson.Failure(word(failure.kind()), failure.message(), charged);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static GenerationJson.Links links(Generation generation) {
        String self = address(generation);
        return new GenerationJson.Links(self, self + "/events", self + "/cancel");
    }

    private @Nullable String cover(Generation generation) {
        return generation.tasks().stream()
                .map(ImageTask::output)
                .filter(Objects::nonNull)
                .findFirst()
                .map(output -> url(Variant.THUMB.keyOf(output), URL_LIFE))
                .orElse(null);
    }

    private GenerationJson.Brief brief(ImageBrief brief) {
        return new GenerationJson.Brief(
                brief.prompt(),
                brief.imageCount(),
                brief.references().stream().map(this::input).toList(),
                brief.products().stream().map(this::input).toList(),
                brief.mask() == null ? null : input(brief.mask()),
                brief.aspectRatio(),
                brief.quality(),
                brief.model().value(),
                brief.llmModel() == null ? null : brief.llmModel().value(),
                brief.seed(),
                brief.parent() == null ? null : brief.parent().toString(),
                word(brief.promptMode()));
    }

    GenerationJson.Input input(InputImage image) {
        return new GenerationJson.Input(
                image.upload().toString(),
                image.info().format().mediaType(),
                image.info().widthPx(),
                image.info().heightPx(),
                image.info().sizeBytes(),
                image.info().sha256(),
                url(image.key(), URL_LIFE));
    }

    private GenerationJson.Task task(ImageTask task, ImageBrief brief) {
        OutputFile output = task.output();
        return new GenerationJson.Task(
                task.id().toString(),
                task.index(),
                word(task.state()),
                task.prompt(),
                output == null ? null : picture(output),
                attempts(task, brief),
                madeBy(task, brief),
                failure(task.failure(), false),
                task.completedAt());
    }

    private GenerationJson.Picture picture(OutputFile output) {
        return new GenerationJson.Picture(
                url(output.key(), URL_LIFE),
                output.info().format().mediaType(),
                output.info().widthPx(),
                output.info().heightPx(),
                output.info().sizeBytes(),
                output.info().sha256(),
                output.thumbnails().stream()
                        .map(thumb -> new GenerationJson.Thumb(
                                thumb.sidePx(), thumb.widthPx(), thumb.heightPx(), url(thumb.key(), URL_LIFE)))
                        .toList(),
                urlsEnd());
    }

    String url(BlobKey key) {
        return url(key, URL_LIFE);
    }

    /** When URLs end that are made now. */
    Instant urlsEnd() {
        return clock.instant().plus(URL_LIFE);
    }

    private String url(BlobKey key, Duration life) {
        return blobs.signedGet(key, life).toString();
    }

    static List<GenerationJson.Attempt> attempts(ImageTask task, ImageBrief brief) {
        return task.attempts().stream().map(attempt -> attempt(attempt, brief)).toList();
    }

    /** Null unless it was made. */
    static GenerationJson.@Nullable MadeBy madeBy(ImageTask task, ImageBrief brief) {
        if (task.output() == null) {
            return null;
        }
        List<Attempt> round = task.round();
        Attempt maker = round.get(round.size() - 1);
        return new GenerationJson.MadeBy(
                round.size(),
                maker.provider().slug(),
                maker.of(brief).model().value(),
                round.subList(0, round.size() - 1).stream()
                        .map(attempt -> new GenerationJson.Earlier(
                                attempt.provider().slug(),
                                attempt.of(brief).model().value(),
                                attempt.failure() == null
                                        ? ""
                                        : attempt.failure().message()))
                        .toList());
    }

    private static GenerationJson.Attempt attempt(Attempt attempt, ImageBrief brief) {
        return new GenerationJson.Attempt(
                attempt.id().toString(),
                attempt.number(),
                word(attempt.state()),
                attempt.provider().slug(),
                attempt.of(brief).model().value(),
                attempt.vendorTask() == null ? null : attempt.vendorTask().toString(),
                attempt.sentAt(),
                attempt.ackedAt(),
                attempt.endedAt(),
                failure(attempt.failure(), false),
                attempt.cost().micros());
    }

    private static GenerationJson.Analysis analysis(ReferenceAnalysis analysis) {
        return new GenerationJson.Analysis(
                analysis.index(),
                word(analysis.state()),
                analysis.text(),
                analysis.provider() == null ? null : analysis.provider().slug(),
                analysis.model(),
                analysis.error(),
                analysis.tookMillis());
    }

    private static GenerationJson.Trial trial(LlmTrial trial) {
        return new GenerationJson.Trial(
                trial.provider().slug(),
                trial.model(),
                trial.promptsGiven(),
                trial.failure() == null ? null : word(trial.failure()),
                trial.error(),
                trial.tookMillis());
    }
}
