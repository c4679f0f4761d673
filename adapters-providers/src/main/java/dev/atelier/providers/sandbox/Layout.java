package dev.atelier.providers.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a prompt wants its shapes arranged. */
enum Layout {
    GRID("grid tiles tiled mosaic pattern checkerboard quilt"),
    DIAGONAL("diagonal diagonally rising falling ascending descending dynamic"),
    SPIRAL("spiral spiralling swirl swirling whirl vortex"),
    SCATTERED("scattered scatter confetti floating random chaotic sprinkled"),
    CENTERED("centered centred concentric center centre middle symmetrical nested"),
    RESTING("resting rests balanced balancing stacked stack atop standing sitting perched"),
    ROW("row line-up beside aligned rhythm sequence next");

    private final String words;

    Layout(String words) {
        this.words = words;
    }

    static Optional<Layout> named(String word) {
        return Arrays.stream(values())
                .filter(layout -> List.of(layout.words.split(" ")).contains(word))
                .findFirst();
    }
}
