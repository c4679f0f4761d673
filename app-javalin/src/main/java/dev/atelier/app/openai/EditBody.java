package dev.atelier.app.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.app.http.Json;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.RequestBody;
import dev.atelier.core.upload.UploadId;
import io.javalin.http.Context;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of an edit: a form as the SDKs send it, or JSON. Types and names of files are not believed; pictures are known by their bytes.
 * Closing deletes what was written down.
 */
final class EditBody implements AutoCloseable {
    static final int MOST_PICTURES = 16;
    private static final Logger LOG = LoggerFactory.getLogger(EditBody.class);
    private static final Pattern IMAGE = Pattern.compile("image(\\[[0-9]{0,4}])?");
    private static final Pattern DATA_URL = Pattern.compile("data:[^,]{0,100};base64,");
    private static final int LONGEST_TEXT = 64 * 1024;

    private final ObjectNode fields;
    private final boolean form;
    private final List<Picture> pictures = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private @Nullable Picture mask;

    /**
     * A picture: a file, or an upload of ours.
     *
     * @param sha256 of the file, in hex; for an upload its id
     */
    record Picture(
            String pointer,
            String filename,
            @Nullable Path file,
            @Nullable UploadId upload,
            String sha256) {}

    private EditBody(ObjectNode fields, boolean form) {
        this.fields = fields;
        this.form = form;
    }

    /** @throws Problem 400 if it cannot be read, 415 if it is neither a form nor JSON */
    static EditBody read(Context ctx) throws IOException, ServletException {
        boolean form = ctx.isMultipartFormData();
        EditBody body = form
                ? new EditBody(JsonNodeFactory.instance.objectNode(), true)
                : new EditBody(Fields.ofJson(RequestBody.tree(ctx)).tree(), false);
        try {
            if (form) {
                // Asking Javalin first is what lets the container read parts at all, within the bounds of the server.
                ctx.uploadedFiles();
                for (Part part : ctx.req().getParts()) {
                    body.add(part);
                }
            } else {
                body.addJson(body.fields.path("images"));
                body.addJson(body.fields.path("image"));
                JsonNode mask = body.fields.path("mask");
                body.mask = mask.isMissingNode() || mask.isNull() ? null : body.picture("mask", mask);
            }
            return body;
        } catch (IOException | ServletException | RuntimeException e) {
            body.close();
            throw e;
        }
    }

    Fields fields() {
        return form ? Fields.ofForm(fields) : Fields.ofJson(fields);
    }

    List<Picture> pictures() {
        return List.copyOf(pictures);
    }

    /** What says where to paint; null if it may be everywhere. */
    @Nullable
    Picture mask() {
        return mask;
    }

    /** JSON that is the same for the same fields and pictures. */
    byte[] fingerprint() {
        ObjectNode all = fields.deepCopy();
        var list = all.putArray("images");
        all.remove("image");
        all.put("mask", mask == null ? null : mask.sha256());
        pictures.forEach(picture -> list.add(picture.sha256()));
        return Json.write(all).getBytes(StandardCharsets.UTF_8);
    }

    private void add(Part part) throws IOException {
        String name = part.getName();
        try (InputStream in = part.getInputStream()) {
            if (IMAGE.matcher(name).matches()) {
                String sent = part.getSubmittedFileName();
                add(stored("image", sent == null ? "image" : sent, in));
            } else if (name.equals("mask")) {
                mask = stored("mask", "mask", in);
            } else {
                byte[] text = in.readNBytes(LONGEST_TEXT + 1);
                if (text.length > LONGEST_TEXT) {
                    throw Problem.of(ProblemCode.BODY_TOO_LARGE, "A text field takes " + LONGEST_TEXT + " bytes.");
                }
                fields.put(name, new String(text, StandardCharsets.UTF_8));
            }
        }
    }

    private void addJson(JsonNode sent) throws IOException {
        if (sent.isArray()) {
            for (int i = 0; i < sent.size(); i++) {
                add(picture("images/" + i, sent.get(i)));
            }
        } else if (!sent.isMissingNode() && !sent.isNull()) {
            add(picture("image", sent));
        }
    }

    private Picture picture(String name, JsonNode sent) throws IOException {
        String file = sent.path("file_id").asText("");
        String url = sent.isTextual() ? sent.asText() : sent.path("image_url").asText("");
        if (!file.isEmpty()) {
            return new Picture("/" + name, file, null, id(name, file), file);
        }
        var head = DATA_URL.matcher(url);
        if (!head.lookingAt()) {
            throw Problem.malformed(
                    "/" + name,
                    "invalid_value",
                    "A picture is {\"image_url\": \"data:image/…;base64,…\"} or {\"file_id\": an upload's id}.");
        }
        try {
            return stored(
                    name, "image", new ByteArrayInputStream(Base64.getDecoder().decode(url.substring(head.end()))));
        } catch (IllegalArgumentException e) {
            throw Problem.malformed("/" + name, "invalid_base64", "The data URL is no sound base64.");
        }
    }

    private static UploadId id(String name, String text) {
        try {
            return new UploadId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw Problem.malformed("/" + name, "invalid_value", "file_id must be the id of an upload.");
        }
    }

    private Picture stored(String name, String filename, InputStream in) throws IOException {
        Path file = Files.createTempFile("atelier-edit-", ".tmp");
        files.add(file);
        MessageDigest digest = sha256();
        Files.copy(new DigestInputStream(in, digest), file, StandardCopyOption.REPLACE_EXISTING);
        return new Picture("/" + name, filename, file, null, HexFormat.of().formatHex(digest.digest()));
    }

    private void add(Picture picture) {
        pictures.add(picture);
        if (pictures.size() > MOST_PICTURES) {
            throw Problem.malformed("/image", "too_many", "An edit takes up to " + MOST_PICTURES + " pictures.");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("a temporary picture could not be deleted", e);
            }
        }
    }
}
