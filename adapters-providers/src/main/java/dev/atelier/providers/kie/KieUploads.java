package dev.atelier.providers.kie;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.providers.http.Deadline;
import dev.atelier.providers.http.JsonAnswer;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.http.PictureBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import okhttp3.MultipartBody;

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
        String name = UUID.randomUUID() + PictureBody.extension(picture);
        return new MultipartBody.Builder()
                .setType(MultipartBody.FORM)
                .addFormDataPart("uploadPath", "images/atelier")
                .addFormDataPart("fileName", name)
                .addFormDataPart("file", name, new PictureBody(picture, bytes))
                .build();
    }
}
