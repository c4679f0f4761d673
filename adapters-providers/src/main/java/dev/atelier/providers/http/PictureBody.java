package dev.atelier.providers.http;

import dev.atelier.core.provider.PictureInput;
import java.io.IOException;
import java.io.InputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;

/** A picture on its way to a vendor, straight from the store, once. */
public final class PictureBody extends RequestBody {
    private final PictureInput picture;
    private final InputStream bytes;

    /** @param bytes of the picture, opened; the caller closes them too, in case that nothing is sent */
    public PictureBody(PictureInput picture, InputStream bytes) {
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

    /** The usual ending of a file's name, with its dot. */
    public static String extension(PictureInput picture) {
        return switch (picture.contentType()) {
            case "image/jpeg" -> ".jpg";
            case "image/webp" -> ".webp";
            default -> ".png";
        };
    }
}
