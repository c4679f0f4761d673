package dev.atelier.providers.text;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/** Pictures that travel inside a JSON message. */
public final class InlinePicture {
    /**
     * Most bytes of one picture in a message. Vendors take more, but gateways on the way often stop at 20 MB of message, and all
     * of it lies in our memory in base64.
     */
    public static final long MAX_BYTES = 14L << 20;

    private InlinePicture() {}

    public static boolean fits(PictureInput picture) {
        return picture.sizeBytes() <= MAX_BYTES;
    }

    /** Where the vendor can read the picture: its own address, or all of it in a data URL. */
    public static String address(ProviderId provider, PictureInput picture) {
        return picture.url()
                .map(Object::toString)
                .orElseGet(() -> "data:" + picture.contentType() + ";base64,"
                        + Base64.getEncoder().encodeToString(bytes(provider, picture)));
    }

    /**
     * The picture's bytes.
     *
     * @throws ProviderFailure INVALID_ORDER if they are too many for a message, UNAVAILABLE if they cannot be read
     */
    public static byte[] bytes(ProviderId provider, PictureInput picture) {
        if (!fits(picture)) {
            throw new ProviderFailure(
                    provider,
                    FailureKind.INVALID_ORDER,
                    provider + ": a picture of " + picture.sizeBytes()
                            + " bytes is too large to send inside a message");
        }
        try (InputStream in = picture.open()) {
            byte[] bytes = in.readNBytes((int) MAX_BYTES + 1);
            if (bytes.length != picture.sizeBytes()) {
                throw new ProviderFailure(
                        provider,
                        FailureKind.INVALID_ORDER,
                        provider + ": a picture is not as large as it was said to be");
            }
            return bytes;
        } catch (IOException e) {
            throw new ProviderFailure(
                    provider, FailureKind.UNAVAILABLE, provider + ": a picture could not be read from the store");
        }
    }
}
