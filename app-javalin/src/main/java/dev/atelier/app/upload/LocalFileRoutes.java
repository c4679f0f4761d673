package dev.atelier.app.upload;

import dev.atelier.app.http.Access;
import dev.atelier.app.http.Area;
import dev.atelier.app.http.Gate;
import dev.atelier.app.http.Pace;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import dev.atelier.app.http.RouteOptions;
import dev.atelier.app.http.Routes;
import dev.atelier.core.blob.BlobInfo;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.spi.BlobStore;
import dev.atelier.core.media.MediaFormat;
import dev.atelier.storage.LocalBlobLinks;
import dev.atelier.storage.LocalBlobLinks.Verdict;
import dev.atelier.storage.LocalBlobLinks.Verified;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The files of the local folder, read and put by whoever has a signed link. Bytes are streamed. Needed only with the local
 * store; a bucket serves its own links.
 *
 * <p>What is served was sent by people, so a browser may do nothing with it but show it. A link that has expired and one
 * that was never ours get the same answer.
 */
public final class LocalFileRoutes implements Routes {
    private static final String SANDBOX = "sandbox; default-src 'none'";

    private final LocalBlobLinks links;
    private final BlobStore blobs;
    private final long maxBytes;
    private final Clock clock;

    /**
     * @param links of the same base, key and clock as {@code blobs}
     * @param maxBytes largest file that may be put
     */
    public LocalFileRoutes(LocalBlobLinks links, BlobStore blobs, long maxBytes, Clock clock) {
        this.links = links;
        this.blobs = blobs;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    @Override
    public List<String> openApi() {
        return List.of("files");
    }

    @Override
    public Area area() {
        return Area.OPEN;
    }

    @Override
    public void addTo(Access access) {
        access.add(
                HandlerType.GET,
                "/files/<key>",
                Gate.SIGNATURE,
                RouteOptions.JSON.producing("*/*").at(Pace.FREE),
                this::read);
        // "multipart" is what keeps the guard from reading the body into memory; a form's type never fits a signature.
        access.add(
                HandlerType.PUT,
                "/files/<key>",
                Gate.SIGNATURE,
                RouteOptions.multipart(maxBytes).producing("*/*").at(Pace.UPLOADS),
                this::put);
    }

    private void read(Context ctx) throws IOException {
        BlobKey key = admitted(links.verifyGet(ctx.path(), ctx.queryString()));
        BlobInfo info = blobs.info(key).orElseThrow(() -> Problem.notFound("file"));
        // Nothing here can match an If-Range, since no answer names a version: the whole file is right then.
        String wanted = ctx.header("If-Range") == null ? ctx.header("Range") : null;
        Optional<ByteRange> range = ByteRange.of(wanted, info.sizeBytes());
        ctx.header("Accept-Ranges", "bytes");
        if (range.isPresent() && !range.get().satisfiable()) {
            ctx.status(416).header("Content-Range", "bytes */" + info.sizeBytes());
            return;
        }
        InputStream bytes = blobs.open(key).orElseThrow(() -> Problem.notFound("file"));
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Content-Security-Policy", SANDBOX);
        ctx.header("Content-Disposition", "inline");
        ctx.header("Cross-Origin-Resource-Policy", "cross-origin");
        ctx.header("Cache-Control", "private, max-age=" + secondsLeft(ctx) + ", immutable");
        ctx.res().setCharacterEncoding(null); // a picture has none
        ctx.contentType(typeOf(key));
        if (range.isEmpty()) {
            ctx.res().setContentLengthLong(info.sizeBytes());
            ctx.result(bytes);
            return;
        }
        ByteRange part = range.get();
        ctx.status(206).header("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + info.sizeBytes());
        ctx.res().setContentLengthLong(part.length());
        ctx.result(new RangeStream(bytes, part));
    }

    private void put(Context ctx) throws IOException {
        long length = ctx.req().getContentLengthLong();
        String type = ctx.contentType();
        BlobKey key = admitted(links.verifyPut(ctx.path(), ctx.queryString(), type, length));
        if (blobs.info(key).isPresent()) {
            // Otherwise a picture could be exchanged after it was looked at.
            throw Problem.of(ProblemCode.CONFLICT, "This file has been put already.");
        }
        try (InputStream body = ctx.req().getInputStream()) {
            blobs.put(key, String.valueOf(type), length, body);
        }
        ctx.status(201);
    }

    private static BlobKey admitted(Optional<Verified> verified) {
        Verified link = verified.orElseThrow(() -> Problem.notFound("file"));
        if (link.verdict() != Verdict.OK) {
            throw Problem.of(ProblemCode.LINK_EXPIRED, "This link is not valid, or no longer.");
        }
        return link.key();
    }

    private long secondsLeft(Context ctx) {
        long end = Long.parseLong(String.valueOf(ctx.queryParam("exp"))); // verified before
        return Math.max(0, end - clock.instant().getEpochSecond());
    }

    private static String typeOf(BlobKey key) {
        String extension = key.value().substring(key.value().lastIndexOf('.') + 1);
        return Arrays.stream(MediaFormat.values())
                .filter(format -> format.extension().equals(extension))
                .map(MediaFormat::mediaType)
                .findFirst()
                .orElse("application/octet-stream");
    }
}
