package dev.atelier.app.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.atelier.app.http.Json;
import dev.atelier.core.blob.StorageFailure;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.OutputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes pictures as the SDKs read them; their bytes go from the store to the client a few kilobytes at a time. Thread-safe. */
final class ImageAnswer {
    /** What {@code size} may be for a strict client; other sizes are left out. */
    private static final Set<String> THEIR_SIZES = Set.of("1024x1024", "1024x1536", "1536x1024");

    private static final Duration LINK_LIFE = Duration.ofHours(1);

    private final BlobStore blobs;

    ImageAnswer(BlobStore blobs) {
        this.blobs = blobs;
    }

    /** The whole answer: as many pictures as arrived. */
    void write(OutputStream out, Generation generation, boolean links) throws IOException {
        List<OutputFile> pictures = generation.tasks().stream()
                .map(ImageTask::output)
                .filter(Objects::nonNull)
                .toList();
        try (JsonGenerator json = json(out)) {
            json.writeStartObject();
            json.writeNumberField("created", generation.createdAt().getEpochSecond());
            json.writeArrayFieldStart("data");
            for (OutputFile picture : pictures) {
                json.writeStartObject();
                content(json, picture, links);
                json.writeEndObject();
            }
            json.writeEndArray();
            String format = one(pictures.stream().map(ImageAnswer::format).collect(Collectors.toSet()));
            if (!format.isEmpty()) {
                json.writeStringField("output_format", format);
            }
            String size = one(pictures.stream().map(ImageAnswer::size).collect(Collectors.toSet()));
            if (THEIR_SIZES.contains(size)) {
                json.writeStringField("size", size);
            }
            json.writeStringField("model", generation.brief().model().value());
            json.writeStringField("generation_id", generation.id().toString());
            json.writeEndObject();
        }
    }

    /** One picture as an event of a stream. Has no {@code error} field: Java's SDK throws when it sees one, even null. */
    void event(OutputStream out, String type, Generation generation, OutputFile picture) throws IOException {
        out.write(Frames.head(type));
        try (JsonGenerator json = json(out)) {
            json.writeStartObject();
            json.writeStringField("type", type);
            json.writeNumberField("created_at", created(generation).getEpochSecond());
            content(json, picture, false);
            json.writeStringField("size", THEIR_SIZES.contains(size(picture)) ? size(picture) : "auto");
            json.writeStringField("quality", "auto");
            json.writeStringField("background", "auto");
            json.writeStringField("output_format", format(picture));
            json.writeStringField("generation_id", generation.id().toString());
            json.writeEndObject();
        }
        out.write(Frames.END);
    }

    private static Instant created(Generation generation) {
        return generation.createdAt();
    }

    private void content(JsonGenerator json, OutputFile picture, boolean links) throws IOException {
        if (links) {
            json.writeStringField(
                    "url", blobs.signedGet(picture.key(), LINK_LIFE).toString());
            return;
        }
        try (InputStream in = blobs.open(picture.key())
                .orElseThrow(() -> new StorageFailure("a stored picture is not there any more"))) {
            json.writeFieldName("b64_json");
            json.writeBinary(in, -1);
        }
    }

    private static JsonGenerator json(OutputStream out) throws IOException {
        return Json.MAPPER.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }

    private static String one(Set<String> words) {
        return words.size() == 1 ? words.iterator().next() : "";
    }

    private static String size(OutputFile picture) {
        return picture.info().widthPx() + "x" + picture.info().heightPx();
    }

    private static String format(OutputFile picture) {
        return picture.info().format().name().toLowerCase(Locale.ROOT);
    }
}
