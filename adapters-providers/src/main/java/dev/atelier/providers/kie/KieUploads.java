package dev.atelier.providers.kie;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.providers.http.Deadline;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;

/** Gives every picture an address that kie can read: its own, or one of kie's free file store, which keeps files for a day. */
final class KieUploads {
    private final KieApi api;

    KieUploads(KieApi api) {
        this.api = api;
    }

    List<String> addresses(List<PictureInput> pictures, Deadline deadline) {
        List<String> urls = new ArrayList<>();
        for (PictureInput picture : pictures) {
            Optional<URI> own = picture.url();
            urls.add(own.isPresent() ? own.get().toString() : upload(picture, deadline));
        }
        return urls;
    }

    private String upload(PictureInput picture, Deadline deadline) {
        try (InputStream bytes = picture.open()) {
            JsonAnswer answer = api.upload(body(picture, bytes), deadline.left());
            JsonNode data = api.accepted(answer, Loss.ANSWER_ONLY, List.of());
            String url = data.path("downloadUrl").asText("");
            if (url.isBlank()) {
                url = data.path("fileUrl").asText("");
            }
            if (url.isBlank()) {
                throw failure("the upload answered without an address");
            }
            return url;
        } catch (IOException e) {
            throw failure("a picture could not be read from the store");
        }
    }

    private ProviderFailure failure(String message) {
        return new ProviderFailure(api.id(), FailureKind.UNAVAILABLE, api.id() + ": " + message);
    }

    private static MultipartBody body(PictureInput picture, InputStream bytes) {
        // A used name would be overwritten, but caches would go on serving the old file.
        String name = UUID.randomUUID() + extension(picture.contentType());
        return new MultipartBody.Builder()
                .setType(MultipartBody.FORM)
                .addFormDataPart("uploadPath", "images/atelier")
                .addFormDataPart("fileName", name)
                .addFormDataPart("file", name, new PictureBody(picture, bytes))
                .build();
    }

    private static String extension(String contentType) {
        return switch (contentType) {
            case "image/jpeg" -> ".jpg";
            case "image/webp" -> ".webp";
            default -> ".png";
        };
    }

    /** The bytes straight from the store, once. */
    private static final class PictureBody extends RequestBody {
        private final PictureInput picture;
        private final InputStream bytes;

        PictureBody(PictureInput picture, InputStream bytes) {
            this.picture = picture;
            this.bytes = bytes;
        }

        @Override
        public MediaType contentType() {
            return MediaType.get(picture.contentType());
        }

        @Override
        public long contentLength() {
            return picture.sizeBytes();
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            try (Source source = Okio.source(bytes)) {
                sink.writeAll(source);
            }
        }
    }
}
