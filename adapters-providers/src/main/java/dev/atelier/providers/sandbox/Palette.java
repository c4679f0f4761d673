package dev.atelier.providers.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The few colours of one picture, as RGB.
 *
 * @param ground behind it all
 * @param tint the ground, a little stronger: for large quiet shapes
 * @param ink for rules and small accents
 * @param colours two or more, the main one first
 */
record Palette(int ground, int tint, int ink, List<Integer> colours) {
    private static final int NEAR = 9_000;
    private static final List<List<Hue>> SCHEMES = List.of(
            List.of(Hue.RED, Hue.BLUE, Hue.YELLOW),
            List.of(Hue.RED, Hue.YELLOW, Hue.BLUE),
            List.of(Hue.BLUE, Hue.RED, Hue.YELLOW),
            List.of(Hue.YELLOW, Hue.RED, Hue.TEAL),
            List.of(Hue.ORANGE, Hue.TEAL, Hue.YELLOW),
            List.of(Hue.BLUE, Hue.ORANGE, Hue.PINK),
            List.of(Hue.TEAL, Hue.RED, Hue.GOLD),
            List.of(Hue.GREEN, Hue.ORANGE, Hue.PINK),
            List.of(Hue.RED, Hue.SKY, Hue.GOLD));

    Palette {
        colours = List.copyOf(colours);
    }

    /** @param sampled colours of the pictures to work from, strongest first */
    static Palette of(Wish wish, List<Integer> sampled, Dice dice) {
        List<Hue> scheme = wish.pastel() ? Hue.PASTELS : dice.pick(SCHEMES);
        Hue asked = wish.ground();
        int ground = asked == null ? Hue.LINEN.rgb() : asked.rgb();
        if (wish.pastel() && asked != null && asked != Hue.LINEN) {
            ground = Hue.mix(ground, Hue.WHITE.rgb(), 45);
        }
        boolean dark = Hue.brightness(ground) < 110;
        Set<Integer> wanted = new LinkedHashSet<>();
        wish.items().stream()
                .filter(item -> item.hue() != null)
                .forEach(item -> wanted.add(colour(item, wish.pastel())));
        wish.hues().forEach(hue -> wanted.add(colour(hue, wish.pastel())));
        wanted.addAll(sampled);
        List<Integer> colours = new ArrayList<>();
        for (int colour : wanted) {
            add(colour, colours, ground, colours.size() < 5);
        }
        for (Hue hue : scheme) {
            add(hue.rgb(), colours, ground, colours.size() < 3);
        }
        int ink = dark ? Hue.LINEN.rgb() : Hue.BLACK.rgb();
        while (colours.size() < 2) {
            colours.add(ink);
        }
        int tint = Hue.mix(ground, dark ? Hue.SKY.rgb() : Hue.GOLD.rgb(), dark ? 14 : 16);
        return new Palette(ground, tint, ink, colours);
    }

    /** The colour of one shape of the wish. */
    static int colour(Wish.Item item, boolean pastel) {
        return colour(item.hue() == null ? Hue.RED : item.hue(), pastel);
    }

    private static int colour(Hue hue, boolean pastel) {
        boolean soften = pastel && hue != Hue.BLACK && !Hue.PASTELS.contains(hue);
        return soften ? Hue.mix(hue.rgb(), Hue.WHITE.rgb(), 50) : hue.rgb();
    }

    private static void add(int colour, List<Integer> colours, int ground, boolean room) {
        boolean fresh = Hue.distance(colour, ground) > NEAR
                && colours.stream().allMatch(other -> Hue.distance(colour, other) > NEAR / 3);
        if (room && fresh) {
            colours.add(colour);
        }
    }

    int colour(int index) {
        return colours.get(Math.floorMod(index, colours.size()));
    }
}
