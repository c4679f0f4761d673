package dev.atelier.providers.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.providers.text.InlinePicture;
import java.io.IOException;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** An edit as a form: fields, pictures and a mask. All bytes are read before the first is sent. */
final class PictureForm {
    /** Most bytes of all pictures together; all of them lie in our memory while they are sent. */
    private static final long MAX_BYTES = 50L << 20;

    private PictureForm() {}

    /** @throws ProviderFailure INVALID_ORDER if the pictures are too large, UNAVAILABLE if they cannot be read */
    static RequestBody of(ProviderId id, ObjectNode fields, List<PictureInput> images, @Nullable PictureInput mask) {
        long bytes = images.stream().mapToLong(PictureInput::sizeBytes).sum();
        if (bytes > MAX_BYTES) {
            throw new ProviderFailure(
                    id,
                    FailureKind.INVALID_ORDER,
                    id + ": pictures of " + bytes + " bytes are too large for one order");
        }
        MultipartBody.Builder form = new MultipartBody.Builder().setType(MultipartBody.FORM);
        fields.properties()
                .forEach(field ->
                        form.addFormDataPart(field.getKey(), field.getValue().asText()));
        // One picture has a name of its own: not every server knows the list.
        String name = images.size() == 1 ? "image" : "image[]";
        for (int i = 0; i < images.size(); i++) {
            add(form, id, name, "picture-" + (i + 1), images.get(i));
        }
        if (mask != null) {
            add(form, id, "mask", "mask", mask);
        }
        return new OneShot(form.build());
    }

    private static void add(MultipartBody.Builder form, ProviderId id, String name, String file, PictureInput picture) {
        RequestBody bytes = RequestBody.create(InlinePicture.bytes(id, picture), MediaType.get(picture.contentType()));
        form.addFormDataPart(name, file + extension(picture.contentType()), bytes);
    }

    private static String extension(String contentType) {
        return switch (contentType) {
            case "image/jpeg" -> ".jpg";
            case "image/webp" -> ".webp";
            default -> ".png";
        };
    }

    /** A paid call is made once, even though the form could be written again. */
    private static final class OneShot extends RequestBody {
        private final MultipartBody form;

        OneShot(MultipartBody form) {
            this.form = form;
        }

        @Override
        public MediaType contentType() {
            return form.contentType();
        }

        @Override
        public long contentLength() throws IOException {
            return form.contentLength();
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            form.writeTo(sink);
        }
    }
}
