package dev.atelier.core.media;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a container says of what it holds. */
record MediaShape(int widthPx, int heightPx, @Nullable Duration duration) {
    /** A length in ticks as a duration; null for one that nobody can believe. */
    static @Nullable Duration ticks(long count, long perSecond) {
        if (count <= 0
                || perSecond <= 0
                || count / perSecond > Duration.ofDays(2).toSeconds()) {
            return null;
        }
        return Duration.ofMillis(Math.round(count * 1_000.0 / perSecond));
    }

    static MediaShape voice(@Nullable Duration duration) {
        return new MediaShape(0, 0, duration);
    }
}
