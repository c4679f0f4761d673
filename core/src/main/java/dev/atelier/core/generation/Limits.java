package dev.atelier.core.generation;

import dev.atelier.core.media.MediaLimits;
import dev.atelier.core.picture.PictureLimits;
import java.time.Duration;

/**
 * Bounds of one installation.
 *
 * @param deadline how long a generation may take before it is ended
 * @param doubtGrace how long a submit whose fate is unknown waits for its callback or a look-up
 * @param callbackGrace how long a task waits for its callback before it is polled
 * @param pictures what a picture may cost us to look at
 * @param media how large a film or a voice may be
 */
public record Limits(
        Duration deadline, Duration doubtGrace, Duration callbackGrace, PictureLimits pictures, MediaLimits media) {
    public static final Limits DEFAULT = new Limits(
            Duration.ofMinutes(30),
            Duration.ofMinutes(10),
            Duration.ofSeconds(20),
            PictureLimits.DEFAULT,
            MediaLimits.DEFAULT);
}
