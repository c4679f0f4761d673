package dev.atelier.app.gallery;

import dev.atelier.app.generation.GenerationJson;
import dev.atelier.app.http.Bounds;
import dev.atelier.core.gallery.ImageExport;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What exports look like from outside. */
final class ExportJson {
    private ExportJson() {}

    record Wish(
            @Bounds(min = 1, max = ImageExport.MAX_IMAGES) List<UUID> imageIds) {}

    /** @param bytes of the pictures together; the file is a little larger */
    record Export(String id, String url, Instant expiresAt, int images, long bytes) {}

    /** The file {@code manifest.json} of an export. */
    record Manifest(String exportId, Instant exportedAt, List<Entry> images) {}

    /** @param file its name in the zip; null if its bytes are gone */
    record Entry(
            @Nullable String file,
            String id,
            String generationId,
            int index,
            String provider,
            String userName,
            String alt,
            boolean starred,
            List<String> tags,
            String contentType,
            int widthPx,
            int heightPx,
            String sha256,
            @Nullable String parentImageId,
            Instant createdAt,
            GenerationJson.Recipe recipe) {}
}
