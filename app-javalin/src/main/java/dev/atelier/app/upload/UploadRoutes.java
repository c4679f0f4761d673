package dev.atelier.app.upload;

import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Bounds;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Pace;
import dev.atelier.app.http.Paging;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.Reply;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import dev.atelier.app.upload.UploadJson.PermissionView;
import dev.atelier.app.upload.UploadJson.UploadView;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.picture.PictureLimits;
import dev.atelier.core.picture.PictureRefused;
import dev.atelier.core.upload.StoreUpload;
import dev.atelier.core.upload.Upload;
import dev.atelier.core.upload.UploadId;
import dev.atelier.core.upload.spi.UploadRepository;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.UploadedFile;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/**
 * Pictures that people bring: through us as a form, or straight into the store with a signed permission.
 *
 * <p>Deleting an upload forgets the row. The bytes of a finished upload stay, because generations that used it still
 * show and retry it; those of an unfinished one, which nothing can have used, go too.
 */
public final class UploadRoutes implements Routes {
    /** Room for the boundary and the headers of a form around its file. */
    private static final long FORM_BYTES = 64L * 1024;

    private static final String FIELD = "file";

    private final UploadRepository uploads;
    private final StoreUpload storeUpload;
    private final BlobStore blobs;
    private final PictureLimits limits;
    private final Paging paging;
    private final Clock clock;

    /** @param limits the same that {@code storeUpload} checks */
    public UploadRoutes(
            UploadRepository uploads,
            StoreUpload storeUpload,
            BlobStore blobs,
            PictureLimits limits,
            Paging paging,
            Clock clock) {
        this.uploads = uploads;
        this.storeUpload = storeUpload;
        this.blobs = blobs;
        this.limits = limits;
        this.paging = paging;
        this.clock = clock;
    }

    record Announcement(
            @Bounds(min = 1, max = 255) String filename,
            @Bounds(min = 1, max = 100) String contentType,
            long sizeBytes) {}

    @Override
    public List<String> openApi() {
        return List.of("uploads");
    }

    @Override
    public Area area() {
        return Area.UPLOADS;
    }

    @Override
    public void addTo(Access access) {
        access.add(
                HandlerType.POST,
                "/api/v1/uploads",
                Gate.CREATOR,
                RouteOptions.multipart(limits.maxBytes() + FORM_BYTES).at(Pace.UPLOADS),
                this::store);
        access.add(
                HandlerType.POST,
                "/api/v1/uploads/presign",
                Gate.CREATOR,
                RouteOptions.JSON.at(Pace.UPLOADS),
                this::permit);
        access.post("/api/v1/uploads/{id}/complete", Gate.CREATOR, this::complete);
        access.get("/api/v1/uploads", Gate.VIEWER, this::list);
        access.get("/api/v1/uploads/{id}", Gate.VIEWER, ctx -> ctx.json(view(find(ctx))));
        access.delete("/api/v1/uploads/{id}", Gate.CREATOR, this::delete);
    }

    private void store(Context ctx) throws IOException, ServletException {
        if (!ctx.isMultipartFormData()) {
            throw Problem.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send the picture as multipart/form-data in the field file.");
        }
        UploadedFile sent = onlyFile(ctx);
        Path file = Files.createTempFile("atelier-form-", ".tmp");
        try {
            try (InputStream in = sent.content()) {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            }
            Upload upload = storeUpload.store(Principal.of(ctx).caller(), displayName(sent.filename()), file);
            created(upload).write(ctx);
        } catch (PictureRefused refused) {
            throw problem(refused, "/" + FIELD);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static UploadedFile onlyFile(Context ctx) throws IOException, ServletException {
        List<UploadedFile> sent = ctx.uploadedFiles(FIELD);
        if (sent.size() != 1 || ctx.req().getParts().size() != 1) {
            throw Problem.malformed(
                    "/" + FIELD,
                    sent.isEmpty() ? "missing" : "too_many",
                    "The form must have exactly one part: a file in the field file.");
        }
        return sent.get(0);
    }

    private void permit(Context ctx) {
        Announcement sent = RequestBody.read(ctx, Announcement.class);
        try {
            StoreUpload.Permission permission = storeUpload.permit(
                    Principal.of(ctx).caller(),
                    displayName(sent.filename()),
                    sent.contentType().trim().toLowerCase(Locale.ROOT),
                    sent.sizeBytes());
            Reply.at(201, "/api/v1/uploads/" + permission.upload().id(), PermissionView.of(permission))
                    .write(ctx);
        } catch (PictureRefused refused) {
            boolean ofType = refused.reason() == PictureRefused.Reason.UNSUPPORTED_FORMAT;
            throw problem(refused, ofType ? "/contentType" : "/sizeBytes");
        }
    }

    private void complete(Context ctx) {
        Upload announced = find(ctx);
        try {
            ctx.json(view(storeUpload
                    .complete(announced.org(), announced.id())
                    .orElseThrow(() -> Problem.of(
                                    ProblemCode.CONFLICT, "The bytes of this upload have not arrived; put them first.")
                            .retryable(true))));
        } catch (PictureRefused refused) {
            throw problem(refused, "/" + FIELD);
        }
    }

    private void list(Context ctx) {
        OrgId org = Principal.of(ctx).org();
        paging.write(ctx, paging.fetch(ctx, page -> uploads.list(org, page)).map(this::view));
    }

    private void delete(Context ctx) {
        Upload upload = find(ctx);
        uploads.delete(upload.org(), upload.id());
        if (!upload.ready()) {
            blobs.delete(upload.key());
        }
        ctx.status(204);
    }

    private Upload find(Context ctx) {
        UploadId id = Params.id(ctx, "id", "upload", UploadId::new);
        return uploads.find(Principal.of(ctx).org(), id).orElseThrow(() -> Problem.notFound("upload"));
    }

    private Reply created(Upload upload) {
        return Reply.at(201, "/api/v1/uploads/" + upload.id(), view(upload));
    }

    private UploadView view(Upload upload) {
        return UploadView.of(upload, blobs, clock.instant());
    }

    private static Problem problem(PictureRefused refused, String pointer) {
        String sentence = String.valueOf(refused.getMessage());
        ProblemCode code = switch (refused.reason()) {
            case TOO_MANY_BYTES, TOO_MANY_PIXELS -> ProblemCode.BODY_TOO_LARGE;
            case UNSUPPORTED_FORMAT -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
            case NOT_A_PICTURE, TRUNCATED, EMPTY -> ProblemCode.UNPROCESSABLE;
        };
        return Problem.of(code, sentence)
                .with(new Problem.Field(pointer, refused.reason().name().toLowerCase(Locale.ROOT), sentence, null));
    }

    /** The last segment of what the client calls its file, without control characters (PostgreSQL takes no NUL). */
    private static String displayName(String sent) {
        String name = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
        String clean = name.replaceAll("\\p{Cntrl}", "").trim();
        return clean.isEmpty() ? "picture" : clean;
    }
}
