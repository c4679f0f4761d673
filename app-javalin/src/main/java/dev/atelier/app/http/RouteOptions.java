package dev.atelier.app.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a route takes and gives.
 *
 * @param maxBodyBytes longest body; a longer one gets 413
 * @param multipart true if the body may be {@code multipart/form-data}; the route then reads the parts itself
 * @param streamed true if the route reads the body itself from {@link RequestBody#stream}, which ends it at {@code maxBodyBytes}
 * @param reads true if it changes nothing although its method is no safe one, such as an estimate: a token that may read may call it
 * @param produces media types of the answer, for the check of {@code Accept}; {@code *}{@code /*} switches the check off
 * @param pace the budget that a request draws on; null for the one of its method
 */
public record RouteOptions(
        long maxBodyBytes,
        boolean multipart,
        boolean streamed,
        boolean reads,
        List<String> produces,
        @Nullable Pace pace) {
    private static final int KB = 1024;

    /** JSON up to 1 MB in, JSON out. */
    public static final RouteOptions JSON =
            new RouteOptions(1024L * KB, false, false, false, List.of("application/json"), null);

    /** For sign-in and passwords: JSON up to 64 kB. */
    public static final RouteOptions AUTH = JSON.withMaxBody(64L * KB);

    /** For callbacks of vendors: up to 256 kB of anything. */
    public static final RouteOptions CALLBACK =
            JSON.withMaxBody(256L * KB).producing("*/*").at(Pace.CALLBACKS);

    public RouteOptions {
        produces = List.copyOf(produces);
    }

    /** Parts up to this many bytes in all. */
    public static RouteOptions multipart(long maxBytes) {
        return new RouteOptions(maxBytes, true, false, false, List.of("application/json"), null);
    }

    /** JSON up to this many bytes, read by the route as it comes. */
    public static RouteOptions streamed(long maxBytes) {
        return new RouteOptions(maxBytes, false, true, false, List.of("application/json"), null);
    }

    public RouteOptions withMaxBody(long bytes) {
        return new RouteOptions(bytes, multipart, streamed, reads, produces, pace);
    }

    /** For a POST that changes nothing. */
    public RouteOptions reading() {
        return new RouteOptions(maxBodyBytes, multipart, streamed, true, produces, pace);
    }

    public RouteOptions producing(String... mediaTypes) {
        return new RouteOptions(maxBodyBytes, multipart, streamed, reads, List.of(mediaTypes), pace);
    }

    /** Drawing on this budget. */
    public RouteOptions at(Pace budget) {
        return new RouteOptions(maxBodyBytes, multipart, streamed, reads, produces, budget);
    }
}
