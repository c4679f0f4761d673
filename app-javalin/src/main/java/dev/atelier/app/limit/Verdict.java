package dev.atelier.app.limit;

import io.github.bucket4j.ConsumptionProbe;
import io.javalin.http.Context;
import java.time.Duration;

/**
 * What became of one request at one budget.
 *
 * @param left what is left after it
 * @param untilNext until the next request is let in; zero if this one was
 * @param untilFull until the budget is full again
 */
record Verdict(Quota quota, boolean allowed, long left, Duration untilNext, Duration untilFull) {
    static Verdict of(Quota quota, ConsumptionProbe probe) {
        return new Verdict(
                quota,
                probe.isConsumed(),
                Math.max(0, probe.getRemainingTokens()),
                Duration.ofNanos(probe.getNanosToWaitForRefill()),
                Duration.ofNanos(probe.getNanosToWaitForReset()));
    }

    static Verdict refused(Quota quota, Duration untilNext) {
        return new Verdict(quota, false, 0, untilNext, quota.window());
    }

    /** Tells the client, after draft-ietf-httpapi-ratelimit-headers-10. */
    void tell(Context ctx) {
        // Plain strings: this runs for every request.
        ctx.header(
                "RateLimit-Policy",
                '"' + quota.name() + "\";q=" + quota.most() + ";w="
                        + quota.window().toSeconds());
        ctx.header("RateLimit", '"' + quota.name() + "\";r=" + left + ";t=" + seconds(allowed ? untilFull : untilNext));
    }

    private static long seconds(Duration time) {
        return time.plusMillis(999).toSeconds();
    }
}
