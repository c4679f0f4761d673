package dev.atelier.app.generation;

import dev.atelier.app.http.Problem;
import dev.atelier.core.account.Caller;
import dev.atelier.core.picture.PictureRefused;
import dev.atelier.core.upload.StoreUpload;
import dev.atelier.core.upload.UploadId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the pictures of a request into uploads: an id is taken as it is, a data URL is stored. Thread-safe. */
final class InputPictures {
    private static final Pattern HEAD = Pattern.compile("data:image/[a-z0-9.+-]{1,40};base64");
    private static final int LONGEST_HEAD = 64;

    private final StoreUpload uploads;

    InputPictures(StoreUpload uploads) {
        this.uploads = uploads;
    }

    /**
     * The uploads, in the order of the pictures. Every form is checked before anything is stored.
     *
     * @param field the field that they came in
     * @throws Problem 400 if one is neither an id nor a data URL, 422 if a data URL holds no picture that we take
     */
    List<UploadId> read(Caller caller, String field, @Nullable List<String> pictures) {
        if (pictures == null) {
            return List.of();
        }
        List<Picture> parsed = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            parsed.add(parse("/" + field + "/" + i, pictures.get(i)));
        }
        return parsed.stream().map(picture -> picture.upload(this, caller)).toList();
    }

    /** Either an id or bytes. */
    private record Picture(String pointer, @Nullable UploadId id, byte[] bytes) {
        UploadId upload(InputPictures pictures, Caller caller) {
            return id == null ? pictures.store(caller, pointer, bytes) : id;
        }
    }

    private static Picture parse(String pointer, String text) {
        if (!text.startsWith("data:")) {
            return new Picture(pointer, id(pointer, text), new byte[0]);
        }
        int comma = text.indexOf(',');
        if (comma < 0
                || comma > LONGEST_HEAD
                || !HEAD.matcher(text.substring(0, comma).toLowerCase(Locale.ROOT))
                        .matches()) {
            throw Problem.malformed(pointer, "invalid", "A data URL must begin with data:image/…;base64, here.");
        }
        try {
            return new Picture(pointer, null, Base64.getDecoder().decode(text.substring(comma + 1)));
        } catch (IllegalArgumentException e) {
            throw Problem.unprocessable(pointer, "invalid_base64", "The data URL is no sound base64.");
        }
    }

    private static UploadId id(String pointer, String text) {
        try {
            if (text.length() == 36) {
                return new UploadId(UUID.fromString(text));
            }
        } catch (IllegalArgumentException e) {
            // Refused below.
        }
        throw Problem.malformed(pointer, "invalid", "A picture is the id of an upload or a data:image/…;base64, URL.");
    }

    private UploadId store(Caller caller, String pointer, byte[] bytes) {
        try {
            Path file = Files.createTempFile("atelier-inline-", ".tmp");
            try {
                Files.write(file, bytes);
                return uploads.store(caller, "inline", file).id();
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (PictureRefused refused) {
            throw Problem.unprocessable(
                    pointer, refused.reason().name().toLowerCase(Locale.ROOT), String.valueOf(refused.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
