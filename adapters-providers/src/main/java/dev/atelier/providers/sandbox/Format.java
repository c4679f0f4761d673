package dev.atelier.providers.sandbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The size of a picture in pixels. */
record Format(int widthPx, int heightPx) {
    /** Allowed ratios, the default first. */
    static final List<String> RATIOS = List.of("1:1", "4:3", "3:4", "3:2", "2:3", "16:9", "9:16");

    /** Longest side by quality. */
    static final Map<String, Integer> QUALITIES = qualities();

    private static final String DEFAULT_QUALITY = "standard";

    private static Map<String, Integer> qualities() {
        Map<String, Integer> qualities = new LinkedHashMap<>();
        qualities.put("standard", 1024);
        qualities.put("draft", 512);
        qualities.put("high", 2048);
        return qualities;
    }

    /** Ratios of films, the default first. */
    static final List<String> FILM_RATIOS = List.of("16:9", "9:16", "1:1");

    /** Longest side of films by quality, the default first. */
    static final Map<String, Integer> FILM_QUALITIES = filmQualities();

    /** Of what has no size. */
    static final Format NONE = new Format(0, 0);

    private static Map<String, Integer> filmQualities() {
        Map<String, Integer> qualities = new LinkedHashMap<>();
        qualities.put("360p", 640);
        qualities.put("180p", 320);
        return qualities;
    }

    /** Empty if ratio or quality is not on offer for films. */
    static Optional<Format> film(@Nullable String ratio, @Nullable String quality) {
        String wanted = ratio == null ? FILM_RATIOS.get(0) : ratio;
        Integer side = FILM_QUALITIES.get(quality == null ? "360p" : quality);
        return side == null || !FILM_RATIOS.contains(wanted) ? Optional.empty() : Optional.of(of(wanted, side));
    }

    /** Empty if ratio or quality is not on offer. */
    static Optional<Format> of(@Nullable String ratio, @Nullable String quality) {
        String wanted = ratio == null ? RATIOS.get(0) : ratio;
        Integer side = QUALITIES.get(quality == null ? DEFAULT_QUALITY : quality);
        if (!RATIOS.contains(wanted) || side == null) {
            return Optional.empty();
        }
        return Optional.of(of(wanted, side.intValue()));
    }

    private static Format of(String ratio, int side) {
        String[] parts = ratio.split(":");
        int wide = Integer.parseInt(parts[0]);
        int high = Integer.parseInt(parts[1]);
        int longest = Math.max(wide, high);
        // Rounded to even numbers, as video tools like them.
        return new Format(side * wide / longest / 2 * 2, side * high / longest / 2 * 2);
    }
}
