package dev.atelier.providers.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.text.InlinePicture;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Pictures inside a message, in each of the three shapes that Google's routes want. */
final class GeminiPictureParts {
    /** Google takes 100 MB of message, and base64 makes three bytes four. */
    private static final long MAX_TOGETHER = 70L << 20;

    private GeminiPictureParts() {}

    /** Refuses what no message holds, before any of it is read. */
    static void fit(ProviderId id, List<PictureInput> pictures) {
        long together = pictures.stream().mapToLong(PictureInput::sizeBytes).sum();
        if (together > MAX_TOGETHER) {
            throw new ProviderFailure(
                    id, FailureKind.INVALID_ORDER, id + ": the pictures are too large to send inside one message");
        }
    }

    /** For {@code generateContent}: the bytes; by address only what is too large for that. */
    static ObjectNode part(ProviderId id, PictureInput picture) {
        ObjectNode part = Json.object();
        Optional<URI> url = picture.url();
        if (!InlinePicture.fits(picture) && url.isPresent()) {
            part.putObject("fileData")
                    .put("mimeType", picture.contentType())
                    .put("fileUri", url.get().toString());
        } else {
            part.putObject("inlineData")
                    .put("mimeType", picture.contentType())
                    .put("data", InlinePicture.bytes(id, picture));
        }
        return part;
    }

    /** For {@code predict} and {@code predictLongRunning}, which know no addresses. */
    static ObjectNode frame(ProviderId id, PictureInput picture) {
        return Json.object()
                .put("bytesBase64Encoded", InlinePicture.bytes(id, picture))
                .put("mimeType", picture.contentType());
    }

    /** For {@code interactions}. */
    static ObjectNode content(ProviderId id, PictureInput picture) {
        ObjectNode content = Json.object().put("type", "image").put("mime_type", picture.contentType());
        Optional<URI> url = picture.url();
        if (!InlinePicture.fits(picture) && url.isPresent()) {
            return content.put("uri", url.get().toString());
        }
        return content.put("data", InlinePicture.bytes(id, picture));
    }
}
