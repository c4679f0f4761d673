package dev.atelier.app.gallery;

import dev.atelier.app.generation.GenerationJson;
import dev.atelier.app.generation.GenerationViews.Variant;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.gallery.Facets;
import dev.atelier.core.gallery.GalleryImage;
import dev.atelier.core.gallery.Marks;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.media.MediaInfo;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Makes {@link ImageJson} of pictures; URLs are signed anew each time, without a network call. Thread-safe. */
final class ImageViews {
    static final String PATH = "/api/v1/images";
    private static final Duration URL_LIFE = Duration.ofHours(1);
    private static final Duration CONTENT_LIFE = Duration.ofMinutes(5);

    private final BlobStore blobs;
    private final Clock clock;

    ImageViews(BlobStore blobs, Clock clock) {
        this.blobs = blobs;
        this.clock = clock;
    }

    ImageJson.Image image(GalleryImage image) {
        Marks marks = image.marks();
        MediaInfo info = image.output().info();
        TaskId parent = image.brief().parent();
        return new ImageJson.Image(
                image.id().toString(),
                image.generation().toString(),
                image.index(),
                image.prompt(),
                image.brief().prompt(),
                image.brief().model().value(),
                image.provider().slug(),
                image.brief().aspectRatio(),
                image.brief().quality(),
                image.seed(),
                image.user().toString(),
                image.userName(),
                info.format().mediaType(),
                info.widthPx(),
                info.heightPx(),
                info.sizeBytes(),
                info.sha256(),
                image.alt(),
                marks.starred(),
                marks.tags(),
                null,
                parent == null ? null : parent.toString(),
                marks.purged() ? null : url(image.output().key(), URL_LIFE),
                marks.purged() ? List.of() : thumbnails(image),
                clock.instant().plus(URL_LIFE),
                image.createdAt(),
                marks.trashedAt(),
                marks.version());
    }

    private List<GenerationJson.Thumb> thumbnails(GalleryImage image) {
        return image.output().thumbnails().stream()
                .map(thumb -> new GenerationJson.Thumb(
                        thumb.sidePx(), thumb.widthPx(), thumb.heightPx(), url(thumb.key(), URL_LIFE)))
                .toList();
    }

    static ImageJson.Facets facets(Facets facets) {
        return new ImageJson.Facets(
                facets.models().stream().map(model -> model.value()).toList(),
                facets.people().stream()
                        .map(person -> new ImageJson.Person(person.id().toString(), person.displayName()))
                        .toList(),
                facets.tags());
    }

    /** A URL of the picture in this size that lives for a short time. */
    String content(GalleryImage image, Variant variant) {
        return url(variant.keyOf(image.output()), CONTENT_LIFE);
    }

    private String url(BlobKey key, Duration life) {
        return blobs.signedGet(key, life).toString();
    }
}
