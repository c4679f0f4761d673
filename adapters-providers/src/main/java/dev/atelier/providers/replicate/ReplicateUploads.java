package dev.atelier.providers.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.providers.http.Deadline;
import dev.atelier.providers.http.Loss;
import dev.atelier.providers.http.PictureBody;
import dev.atelier.providers.text.InlinePicture;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.MultipartBody;

/** Tells Replicate of every picture: by its own address, inside the message if it is small, else by a file that lives for a day. */
final class ReplicateUploads {
    /** What Replicate advises for data URLs. */
    private static final long SMALL = 256 * 1024;

    private final ReplicateApi api;

    ReplicateUploads(ReplicateApi api) {
        this.api = api;
    }

    List<String> addresses(List<PictureInput> pictures, Deadline deadline) {
        List<String> addresses = new ArrayList<>();
        for (PictureInput picture : pictures) {
            addresses.add(picture.url().map(Object::toString).orElseGet(() -> address(picture, deadline)));
        }
        return addresses;
    }

    private String address(PictureInput picture, Deadline deadline) {
        return picture.sizeBytes() <= SMALL
                ? "data:" + picture.contentType() + ";base64,"
                        + Base64.getEncoder().encodeToString(InlinePicture.bytes(api.id(), picture))
                : upload(picture, deadline);
    }

    private String upload(PictureInput picture, Deadline deadline) {
        String name = "picture" + PictureBody.extension(picture);
        try (InputStream bytes = picture.open()) {
            MultipartBody body = new MultipartBody.Builder()
                    .setType(MultipartBody.FORM)
                    .addFormDataPart("content", name, new PictureBody(picture, bytes))
                    .build();
            JsonNode file = api.accepted(api.upload(body, deadline.left()), Loss.ANSWER_ONLY, List.of());
            String url = file.path("urls").path("get").asText("");
            if (HttpUrl.parse(url) == null) {
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
}
