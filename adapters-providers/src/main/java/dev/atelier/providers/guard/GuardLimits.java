package dev.atelier.providers.guard;

import dev.atelier.providers.http.Options;
import java.util.Map;

/**
 * How much one operation of a row may do. Read from the row's options {@code maxInFlight}, {@code callsPerSecond} and {@code breaker};
 * with the operation in front ({@code poll.callsPerSecond}) an option is for that one alone.
 *
 * @param maxInFlight calls at a time in this process, 1 to 1,000
 * @param callsPerSecond calls that begin in a second in this process, 1 to 1,000; 0 for any number
 * @param breaker false if calls go on however ill the vendor is
 */
record GuardLimits(int maxInFlight, int callsPerSecond, boolean breaker) {
    private static final int MOST = 1_000;

    static GuardLimits of(Map<String, String> given, Operation operation, int usualInFlight) {
        Options options = new Options(given);
        String own = operation.word() + ".";
        int inFlight = options.number("maxInFlight", 1, MOST, usualInFlight);
        int pace = options.number("callsPerSecond", 1, MOST, 0);
        return new GuardLimits(
                options.number(own + "maxInFlight", 1, MOST, inFlight),
                options.number(own + "callsPerSecond", 1, MOST, pace),
                !options.text(own + "breaker", options.text("breaker", "on")).equals("off"));
    }
}
