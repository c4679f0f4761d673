package dev.atelier.app.generation;

import static dev.atelier.app.generation.GenerationViews.word;

import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.credit.LedgerEntry;
import dev.atelier.core.generation.CostSum;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationType;
import dev.atelier.core.generation.ImageBrief;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.OutputFile;
import dev.atelier.core.generation.TaskState;
import dev.atelier.core.generation.Thumbnail;
import dev.atelier.core.media.MediaInfo;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes {@link MediaJson} of films and voices. Thread-safe. */
final class MediaViews {
    private final GenerationViews pictures;

    /** @param pictures signs the URLs */
    MediaViews(GenerationViews pictures) {
        this.pictures = pictures;
    }

    MediaJson.Summary summary(Generation generation) {
        return new MediaJson.Summary(
                generation.id().toString(),
                word(generation.type()),
                word(generation.state()),
                word(generation.stage()),
                generation.user().toString(),
                generation.brief().prompt(),
                generation.brief().model().value(),
                generation.brief().imageCount(),
                generation.count(state -> state == TaskState.COMPLETED),
                GenerationViews.held(generation),
                generation.creditsCharged(),
                generation.tasks().stream()
                        .map(ImageTask::output)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .flatMap(output -> smallest(output))
                        .map(pictures::url)
                        .orElse(null),
                generation.createdAt(),
                generation.completedAt(),
                GenerationViews.links(generation));
    }

    MediaJson.Full full(Generation generation) {
        CostSum cost = CostSum.of(generation);
        return new MediaJson.Full(
                generation.id().toString(),
                word(generation.type()),
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
                generation.terms().unitPrice().amount(),
                GenerationViews.held(generation),
                generation.creditsCharged(),
                cost.micros(),
                cost.cents(),
                cost.basis(),
                GenerationViews.failure(generation.failure(), generation.creditsCharged() > 0),
                generation.createdAt(),
                generation.startedAt(),
                generation.completedAt(),
                generation.took().map(Duration::toMillis).orElse(null),
                generation.deadlineAt(),
                generation.version(),
                GenerationViews.links(generation));
    }

    MediaJson.Lineage lineage(
            Generation generation, List<LedgerEntry> entries, GenerationJson.@Nullable TokenRef token) {
        return new MediaJson.Lineage(
                generation.id().toString(),
                recipe(generation),
                token,
                Story.steps(generation),
                entries.stream().map(Story::entry).toList());
    }

    private static MediaJson.Recipe recipe(Generation generation) {
        ImageBrief brief = generation.brief();
        boolean film = generation.type() == GenerationType.VIDEO;
        return new MediaJson.Recipe(
                film ? brief.prompt() : null,
                film ? null : brief.prompt(),
                brief.model().value(),
                film
                        ? brief.products().stream()
                                .map(image -> image.upload().toString())
                                .toList()
                        : null,
                brief.aspectRatio(),
                brief.quality(),
                brief.medium().seconds(),
                film ? brief.imageCount() : null,
                brief.seed(),
                brief.medium().voice(),
                brief.medium().instructions());
    }

    private MediaJson.Brief brief(ImageBrief brief) {
        return new MediaJson.Brief(
                brief.prompt(),
                brief.model().value(),
                brief.imageCount(),
                brief.products().stream().map(pictures::input).toList(),
                brief.aspectRatio(),
                brief.quality(),
                brief.medium().seconds(),
                brief.seed(),
                brief.medium().voice(),
                brief.medium().instructions());
    }

    private MediaJson.Task task(ImageTask task, ImageBrief brief) {
        OutputFile output = task.output();
        return new MediaJson.Task(
                task.id().toString(),
                task.index(),
                word(task.state()),
                task.prompt(),
                output == null ? null : output(output),
                GenerationViews.attempts(task, brief),
                GenerationViews.madeBy(task, brief),
                GenerationViews.failure(task.failure(), false),
                task.completedAt());
    }

    private MediaJson.Output output(OutputFile output) {
        MediaInfo info = output.info();
        Duration duration = info.duration();
        return new MediaJson.Output(
                pictures.url(output.key()),
                info.format().mediaType(),
                info.widthPx() == 0 ? null : info.widthPx(),
                info.heightPx() == 0 ? null : info.heightPx(),
                duration == null ? null : duration.toMillis() / 1_000.0,
                info.sizeBytes(),
                info.sha256(),
                output.thumbnails().stream()
                        .max(Comparator.comparingInt(Thumbnail::sidePx))
                        .map(poster -> pictures.url(poster.key()))
                        .orElse(null),
                pictures.urlsEnd());
    }

    private static Optional<BlobKey> smallest(OutputFile output) {
        return output.thumbnails().stream()
                .min(Comparator.comparingInt(Thumbnail::sidePx))
                .map(Thumbnail::key);
    }
}
