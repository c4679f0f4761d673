package dev.atelier.providers.gemini;

import dev.atelier.core.provider.VendorTaskId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A task by the vendor's own name, which is the address under which it is polled, so that it outlives this process. What its price
 * depends on stands behind the name, because the vendor's answers do not repeat it.
 *
 * @param name such as {@code models/m/operations/o} or {@code interactions/i}
 * @param seconds how long the film is to be; null if the vendor chose
 * @param resolution blank for the model's default
 */
record GoogleTask(String name, @Nullable Integer seconds, String resolution) {
    private static final Pattern FORM = Pattern.compile("([^#]+)(?:#(\\d{1,4})s@([0-9A-Za-z]{0,8}))?");
    private static final String INTERACTIONS = "interactions/";

    static GoogleTask read(VendorTaskId id) {
        Matcher matcher = FORM.matcher(id.value());
        if (!matcher.matches()) {
            return new GoogleTask(id.value(), null, "");
        }
        String seconds = matcher.group(2);
        String resolution = matcher.group(3);
        return new GoogleTask(
                matcher.group(1),
                seconds == null ? null : Integer.valueOf(seconds),
                resolution == null ? "" : resolution);
    }

    static String interaction(String id) {
        return INTERACTIONS + id;
    }

    boolean isInteraction() {
        return name.startsWith(INTERACTIONS);
    }

    /** The part of the name that the vendor calls the id of an interaction. */
    String interactionId() {
        return name.substring(INTERACTIONS.length());
    }

    /** The model in an operation's name; blank if there is none. */
    String model() {
        String[] parts = name.split("/");
        return parts.length > 1 && parts[0].equals("models") ? parts[1] : "";
    }

    VendorTaskId id() {
        String behind = seconds == null ? "" : "#" + seconds + "s@" + resolution;
        return new VendorTaskId(name + (behind.matches("(#\\d{1,4}s@[0-9A-Za-z]{0,8})?") ? behind : ""));
    }
}
