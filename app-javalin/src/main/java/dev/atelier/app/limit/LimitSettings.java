package dev.atelier.app.limit;

import dev.atelier.app.http.Pace;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How much is let through; 0 means without limit.
 *
 * @param on false lifts every limit but those on signing in
 * @param reads a minute, of one person or token, or of one address where nobody is signed in; the next four likewise
 * @param generations requests that may cost money at a vendor
 * @param callbacks a minute, of one address
 * @param signIns wrong tries of one name in a quarter of an hour; one network has five times, everybody together a hundred times of it
 */
public record LimitSettings(
        boolean on, int reads, int writes, int generations, int uploads, int callbacks, int signIns) {
    /** As they are unless they are set. */
    public static final LimitSettings DEFAULT = new LimitSettings(true, 1_800, 300, 120, 240, 12_000, 10);

    /** Nothing is limited but signing in. */
    public static final LimitSettings OFF = new LimitSettings(false, 0, 0, 0, 0, 0, 10);

    /** Nobody types more keys in a minute. */
    private static final int KEY_TESTS = 20;

    static final Duration SIGN_IN_WINDOW = Duration.ofMinutes(15);

    /** The budgets of routes; a pace that is missing has no limit. */
    Map<Pace, Quota> quotas() {
        Map<Pace, Quota> quotas = new EnumMap<>(Pace.class);
        put(quotas, Pace.READS, reads);
        put(quotas, Pace.WRITES, writes);
        put(quotas, Pace.GENERATIONS, generations);
        put(quotas, Pace.UPLOADS, uploads);
        put(quotas, Pace.CALLBACKS, callbacks);
        put(quotas, Pace.KEY_TESTS, KEY_TESTS);
        return quotas;
    }

    private void put(Map<Pace, Quota> quotas, Pace pace, int most) {
        if (on && most > 0) {
            quotas.put(pace, Quota.perMinute(pace.word(), most));
        }
    }
}
