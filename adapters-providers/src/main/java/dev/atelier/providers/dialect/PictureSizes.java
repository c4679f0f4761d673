package dev.atelier.providers.dialect;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pixels of a ratio, where a server wants to hear them: edges are multiples of 16, and areas between 0.7 and 1.6 megapixels, as
 * OpenAI's models take them and those of others too.
 */
public final class PictureSizes {
    private static final Map<String, int[]> EDGES = Map.ofEntries(
            Map.entry("1:1", new int[] {1024, 1024}),
            Map.entry("3:2", new int[] {1536, 1024}),
            Map.entry("2:3", new int[] {1024, 1536}),
            Map.entry("4:3", new int[] {1344, 1008}),
            Map.entry("3:4", new int[] {1008, 1344}),
            Map.entry("5:4", new int[] {1280, 1024}),
            Map.entry("4:5", new int[] {1024, 1280}),
            Map.entry("16:9", new int[] {1536, 864}),
            Map.entry("9:16", new int[] {864, 1536}),
            Map.entry("2:1", new int[] {1536, 768}),
            Map.entry("1:2", new int[] {768, 1536}),
            Map.entry("21:9", new int[] {1568, 672}),
            Map.entry("9:21", new int[] {672, 1568}),
            Map.entry("3:1", new int[] {1536, 512}),
            Map.entry("1:3", new int[] {512, 1536}));

    /** The ratios that are known, the usual ones first. */
    public static final List<String> RATIOS =
            List.of("1:1", "3:2", "2:3", "16:9", "9:16", "4:3", "3:4", "5:4", "4:5", "2:1", "1:2", "21:9", "9:21");

    private PictureSizes() {}

    /** Such as {@code 1536x1024}; empty for a ratio that is not known. */
    public static Optional<String> of(String ratio, int scale) {
        return Optional.ofNullable(EDGES.get(ratio)).map(edges -> edges[0] * scale + "x" + edges[1] * scale);
    }
}
