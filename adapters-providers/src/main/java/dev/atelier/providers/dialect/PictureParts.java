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

    /** @param byAddress true for a vendor that can read an address, where the picture has one */
    public static ObjectNode part(ProviderId id, PictureInput picture, boolean byAddress) {
        ObjectNode part = Json.object().put("type", "image_url");
        part.putObject("image_url")
                .put(
                        "url",
                        picture.url()
                                .filter(url -> byAddress)
                                .map(Object::toString)
                                .orElseGet(() -> data(id, picture)));
        return part;
    }

    private static String data(ProviderId id, PictureInput picture) {
        return "data:" + picture.contentType() + ";base64,"
                + Base64.getEncoder().encodeToString(InlinePicture.bytes(id, picture));
    }
}
