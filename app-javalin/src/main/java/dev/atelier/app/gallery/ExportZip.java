package dev.atelier.app.gallery;

import dev.atelier.app.generation.Story;
import dev.atelier.app.http.Json;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.gallery.GalleryImage;
import dev.atelier.core.gallery.ImageExport;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.media.MediaInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes pictures into a zip as it is read: never more than a buffer of one picture is in memory. Thread-safe. */
final class ExportZip {
    private static final int LONGEST_NAME = 40;

    private final BlobStore blobs;
    private final Clock clock;

    ExportZip(BlobStore blobs, Clock clock) {
        this.blobs = blobs;
        this.clock = clock;
    }

    /**
     * Writes the pictures and then {@code manifest.json}; does not close the stream.
     *
     * @param images in their order; those whose bytes are gone appear in the manifest alone
     */
    void write(ImageExport export, List<GalleryImage> images, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        // Pictures are compressed already.
        zip.setLevel(Deflater.NO_COMPRESSION);
        List<ExportJson.Entry> entries = new ArrayList<>();
        for (GalleryImage image : images) {
            String name = name(entries.size() + 1, image);
            entries.add(entry(image, copied(image, name, zip) ? name : null));
        }
        zip.setLevel(Deflater.BEST_SPEED);
        zip.putNextEntry(new ZipEntry("manifest.json"));
        zip.write(Json.write(new ExportJson.Manifest(export.id().toString(), clock.instant(), entries))
                .getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        zip.finish();
    }

    private boolean copied(GalleryImage image, String name, ZipOutputStream zip) throws IOException {
        Optional<InputStream> bytes = image.marks().purged()
                ? Optional.empty()
                : blobs.open(image.output().key());
        if (bytes.isEmpty()) {
            return false;
        }
        try (InputStream in = bytes.get()) {
            ZipEntry entry = new ZipEntry(name);
            entry.setTimeLocal(LocalDateTime.ofInstant(image.createdAt(), ZoneOffset.UTC));
            zip.putNextEntry(entry);
            in.transferTo(zip);
            zip.closeEntry();
        }
        return true;
    }

    private static ExportJson.Entry entry(GalleryImage image, @Nullable String file) {
        MediaInfo info = image.output().info();
        TaskId parent = image.brief().parent();
        return new ExportJson.Entry(
                file,
                image.id().toString(),
                image.generation().toString(),
                image.index(),
                image.provider().slug(),
                image.userName(),
                image.alt(),
                image.marks().starred(),
                image.marks().tags(),
                info.format().mediaType(),
                info.widthPx(),
                info.heightPx(),
                info.sha256(),
                parent == null ? null : parent.toString(),
                image.createdAt(),
                Story.recipe(image));
    }

    /** Such as {@code 001-a-teapot-on-a-slate-table.png}: letters that every file system takes. */
    static String name(int number, GalleryImage image) {
        String plain = Normalizer.normalize(image.prompt(), Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
        StringBuilder words = new StringBuilder();
        for (String word : plain.split("[^A-Za-z0-9]+")) {
            if (!word.isEmpty() && words.length() + word.length() < LONGEST_NAME) {
                words.append('-').append(word.toLowerCase(Locale.ROOT));
            } else if (!word.isEmpty()) {
                break;
            }
        }
        String extension = image.output().info().format().extension();
        return String.format(Locale.ROOT, "%03d%s.%s", number, words.length() == 0 ? "-picture" : words, extension);
    }
}
