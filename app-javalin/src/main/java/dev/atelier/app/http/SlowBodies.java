package dev.atelier.app.http;

import java.time.Duration;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/**
 * Ends bodies that come too slowly with a 408, so that they do not hold a thread each.
 *
 * <p>Jetty's own minimum rate counts from the first byte without any grace: a body of 20 bytes failed it whenever its reader paused for 40 ms
 * (12.1.12, {@code AsyncContentProducer.checkMinDataRate}).
 */
final class SlowBodies extends Handler.Wrapper {
    private final long bytesPerSecond;
    private final Duration grace;

    /** @param grace how long a body may take before its rate counts */
    SlowBodies(long bytesPerSecond, Duration grace) {
        this.bytesPerSecond = bytesPerSecond;
        this.grace = grace;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(new Timed(request), response, callback);
    }

    /** Read by one thread at a time, as Jetty promises. */
    private final class Timed extends Request.Wrapper {
        private long firstReadAt;
        private boolean begun;
        private long bytes;

        Timed(Request request) {
            super(request);
        }

        @Override
        public Content.@Nullable Chunk read() {
            if (!begun) {
                begun = true;
                firstReadAt = NanoTime.now();
            }
            Content.Chunk chunk = super.read();
            if (chunk != null) {
                bytes += chunk.remaining();
            }
            boolean more = chunk == null || (!chunk.isLast() && !Content.Chunk.isFailure(chunk));
            if (!more || !tooSlow()) {
                return chunk;
            }
            if (chunk != null) {
                chunk.release();
            }
            HttpException.RuntimeException failure =
                    new HttpException.RuntimeException(HttpStatus.REQUEST_TIMEOUT_408, "the body comes too slowly");
            fail(failure);
            return Content.Chunk.from(failure);
        }

        private boolean tooSlow() {
            long millis = NanoTime.millisSince(firstReadAt);
            return millis > grace.toMillis() && bytes < bytesPerSecond * millis / 1000;
        }
    }
}
