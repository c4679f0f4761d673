package dev.atelier.app.generation;

import dev.atelier.app.http.Problem;
import dev.atelier.core.Atelier;
import dev.atelier.core.account.Caller;
import dev.atelier.core.picture.PictureRefused;
import dev.atelier.core.upload.Upload;
import dev.atelier.core.upload.UploadId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the pictures of a request into uploads: an id is taken as it is, a data URL is stored. Thread-safe. */
public final class InputPictures {
    private static final Logger LOG = LoggerFactory.getLogger(InputPictures.class);

    private final Atelier atelier;

    public InputPictures(Atelier atelier) {
        this.atelier = atelier;
    }

    /** Either an id or a file. */
    record Picture(String pointer, @Nullable UploadId id, InlineBody.@Nullable Picture inline) {}

    /**
     * The pictures, in their order; nothing is stored yet.
     *
     * @param field the field that they came in
     * @throws Problem 400 if one is neither an id nor a data URL, 422 if a data URL is no base64
     */
    static List<Picture> parse(InlineBody body, String field, @Nullable List<String> pictures) {
        List<Picture> parsed = new ArrayList<>();
        for (int i = 0; pictures != null && i < pictures.size(); i++) {
            parsed.add(parse(body, "/" + field + "/" + i, pictures.get(i)));
        }
        return parsed;
    }

    private static Picture parse(InlineBody body, String pointer, String text) {
        InlineBody.Picture inline = body.marked(text);
        if (inline != null && !inline.sound()) {
            throw Problem.unprocessable(pointer, "invalid_base64", "The data URL is no sound base64.");
        }
        if (inline != null) {
            return new Picture(pointer, null, inline);
        }
        if (text.startsWith("data:")) {
            throw Problem.malformed(pointer, "invalid", "A data URL must begin with data:image/…;base64, here.");
        }
        return new Picture(pointer, id(pointer, text), null);
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

    /**
     * The uploads of these pictures.
     *
     * @param stored takes what is stored on the way, also when this fails
     * @throws Problem 422 if a data URL holds no picture that we take
     */
    List<UploadId> uploads(Caller caller, List<Picture> pictures, List<Upload> stored) {
        List<UploadId> ids = new ArrayList<>();
        for (Picture picture : pictures) {
            UploadId id = picture.id();
            InlineBody.Picture inline = picture.inline();
            if (id == null && inline != null) {
                Upload upload = store(caller, picture.pointer(), inline);
                stored.add(upload);
                id = upload.id();
            }
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    private Upload store(Caller caller, String pointer, InlineBody.Picture inline) {
        return store(caller, pointer, "inline", inline.file());
    }

    /**
     * One file as an upload.
     *
     * @param filename for display only
     * @throws Problem 422 if it is no picture that we take
     */
    public Upload store(Caller caller, String pointer, String filename, Path file) {
        try {
            return atelier.uploads().store(caller, filename, file);
        } catch (PictureRefused refused) {
            throw Problem.unprocessable(
                    pointer, refused.reason().name().toLowerCase(Locale.ROOT), String.valueOf(refused.getMessage()));
        }
    }

    /** Deletes pictures that no generation came to use: rows and bytes. */
    public void forget(List<Upload> stored) {
        for (Upload upload : stored) {
            try {
                atelier.store().uploads().delete(upload.org(), upload.id());
                atelier.blobs().delete(upload.key());
            } catch (RuntimeException e) {
                LOG.warn("upload {} is not used and could not be deleted", upload.id(), e);
            }
        }
    }
}
