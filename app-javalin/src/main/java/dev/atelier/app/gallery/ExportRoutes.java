package dev.atelier.app.gallery;

import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Connections;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Idempotency;
import dev.atelier.app.http.Params;
import dev.atelier.app.http.Principal;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.Reply;
import dev.atelier.app.http.RequestBody;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import dev.atelier.core.Atelier;
import dev.atelier.core.gallery.ExportId;
import dev.atelier.core.gallery.GalleryImage;
import dev.atelier.core.gallery.ImageExport;
import dev.atelier.core.gallery.spi.ExportRepository;
import dev.atelier.core.gallery.spi.GalleryRepository;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.shared.Ids;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pictures to take home, in one file that is made while it is read. */
public final class ExportRoutes implements Routes {
    private static final Logger LOG = LoggerFactory.getLogger(ExportRoutes.class);
    private static final String PATH = "/api/v1/exports";
    private static final Duration LIFE = Duration.ofHours(1);
    /** Each holds a thread and a connection for as long as its reader takes. */
    private static final int MOST_READERS = 8;

    private final GalleryRepository gallery;
    private final ExportRepository exports;
    private final Idempotency idempotency;
    private final Ids ids;
    private final Clock clock;
    private final ExportZip zip;
    private final Semaphore readers = new Semaphore(MOST_READERS);

    public ExportRoutes(Atelier atelier, Idempotency idempotency, Ids ids, Clock clock) {
        this.gallery = atelier.store().gallery();
        this.exports = atelier.store().exports();
        this.idempotency = idempotency;
        this.ids = ids;
        this.clock = clock;
        this.zip = new ExportZip(atelier.blobs(), clock);
    }

    @Override
    public List<String> openApi() {
        return List.of("exports");
    }

    @Override
    public Area area() {
        return Area.IMAGES;
    }

    @Override
    public void addTo(Access access) {
        access.post(PATH, Gate.CREATOR, idempotency.handler(this::create));
        access.add(HandlerType.GET, PATH + "/{id}", Gate.CREATOR, RouteOptions.JSON.producing("*/*"), this::read);
    }

    private Reply create(Context ctx) {
        ExportJson.Wish wish = RequestBody.read(ctx, ExportJson.Wish.class);
        List<TaskId> wanted = wish.imageIds().stream().map(TaskId::new).toList();
        Map<TaskId, GalleryImage> found = found(ctx, wanted);
        List<Problem.Field> missing = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            GalleryImage image = found.get(wanted.get(i));
            if (image == null) {
                missing.add(new Problem.Field("/imageIds/" + i, "unknown", "there is no such picture", null));
            } else if (image.marks().purged()) {
                missing.add(new Problem.Field("/imageIds/" + i, "purged", "the picture's bytes are deleted", null));
            }
        }
        if (!missing.isEmpty()) {
            throw Problem.of(ProblemCode.UNPROCESSABLE, missing.size() + " of the pictures are not there.")
                    .withFields(missing);
        }
        // To the microsecond, as databases keep it.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ImageExport export = new ImageExport(
                new ExportId(ids.next()),
                Principal.of(ctx).caller(),
                wanted.stream().distinct().toList(),
                now,
                now.plus(LIFE));
        exports.insert(export);
        String url = PATH + "/" + export.id();
        long bytes = found.values().stream()
                .mapToLong(image -> image.output().info().sizeBytes())
                .sum();
        return Reply.at(
                201,
                url,
                new ExportJson.Export(
                        export.id().toString(),
                        url,
                        export.expiresAt(),
                        export.images().size(),
                        bytes));
    }

    private void read(Context ctx) throws IOException {
        ExportId id = Params.id(ctx, "id", "export", ExportId::new);
        ImageExport export = exports.find(Principal.of(ctx).org(), id).orElseThrow(() -> Problem.notFound("export"));
        if (!clock.instant().isBefore(export.expiresAt())) {
            throw Problem.of(ProblemCode.GONE, "The export has expired; ask for a new one.");
        }
        Map<TaskId, GalleryImage> found = found(ctx, export.images());
        if (!readers.tryAcquire()) {
            throw Problem.of(ProblemCode.UNAVAILABLE, "As many exports are read as the server takes.")
                    .retryAfter(Duration.ofSeconds(10));
        }
        try {
            ctx.header("Content-Disposition", "attachment; filename=\"atelier-" + id + ".zip\"");
            ctx.header("Cache-Control", "private, no-store");
            ctx.res().setCharacterEncoding(null); // a zip has none
            ctx.contentType("application/zip");
            stream(
                    ctx,
                    export,
                    export.images().stream()
                            .map(found::get)
                            .filter(Objects::nonNull)
                            .toList());
        } finally {
            readers.release();
        }
    }

    // Straight to the connection: what Javalin would compress or hold back is compressed already, and large.
    private void stream(Context ctx, ImageExport export, List<GalleryImage> images) throws IOException {
        Runnable cut = Connections.cut(ctx);
        try {
            zip.write(export, images, ctx.res().getOutputStream());
        } catch (RuntimeException | IOException e) {
            if (!ctx.res().isCommitted()) {
                ctx.res().resetBuffer();
                throw e;
            }
            // Half a zip must not look like a whole one.
            LOG.warn("export {} was cut off", export.id(), e);
            cut.run();
        }
    }

    private Map<TaskId, GalleryImage> found(Context ctx, List<TaskId> images) {
        return gallery.findAll(Principal.of(ctx).org(), images).stream()
                .collect(Collectors.toMap(GalleryImage::id, Function.identity()));
    }
}
