package dev.atelier.providers.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.text.InlinePicture;
import java.util.Base64;

/** Pictures as parts of a JSON message. */
public final class PictureParts {
    private PictureParts() {}

    /** By address where the vendor can read it, else inside the message. */
    public static ObjectNode part(ProviderId id, PictureInput picture) {
        ObjectNode part = Json.object().put("type", "image_url");
        part.putObject("image_url")
                .put("url", picture.url().map(Object::toString).orElseGet(() -> data(id, picture)));
        return part;
    }

    private static String data(ProviderId id, PictureInput picture) {
        return "data:" + picture.contentType() + ";base64,"
                + Base64.getEncoder().encodeToString(InlinePicture.bytes(id, picture));
    }
}
