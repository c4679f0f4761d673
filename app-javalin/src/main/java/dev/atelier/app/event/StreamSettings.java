package dev.atelier.app.event;

import java.time.Duration;

/**
 * Bounds of event streams.
 *
 * @param heartbeat how often a quiet comment is sent and the session is looked at again; shorter than the connection's idle
 *     timeout of 20 s
 * @param life when a stream is ended so that its client comes again
 * @param patience how long a reader may take nothing while something waits for it
 * @param perUser most streams of one person at a time on this node; {@code perOrg} and {@code perNode} likewise
 */
public record StreamSettings(
        Duration heartbeat, Duration life, Duration patience, int perUser, int perOrg, int perNode) {
    public static final StreamSettings DEFAULT =
            new StreamSettings(Duration.ofSeconds(15), Duration.ofMinutes(15), Duration.ofSeconds(10), 5, 50, 2_000);

    public StreamSettings {
        if (heartbeat.isNegative() || heartbeat.isZero() || perUser < 1 || perOrg < 1 || perNode < 1) {
            throw new IllegalArgumentException("a heartbeat and caps are 1 or more");
        }
    }

    public StreamSettings withHeartbeat(Duration every) {
        return new StreamSettings(every, life, patience, perUser, perOrg, perNode);
    }

    public StreamSettings withLife(Duration most) {
        return new StreamSettings(heartbeat, most, patience, perUser, perOrg, perNode);
    }
}
