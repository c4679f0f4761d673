package dev.atelier.providers.sandbox;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The colours that the sandbox knows by name: the painter mixes them, the describer finds them again. */
enum Hue {
    RED(0xD0392B, "red scarlet crimson ruby cherry fire rose tomato"),
    BLUE(0x1F4E9E, "blue cobalt azure sea ocean river water rain denim"),
    YELLOW(0xF2B731, "yellow lemon sun sunny honey summer banana"),
    BLACK(0x1D1C1A, "black ink coal noir charcoal"),
    WHITE(0xFCFAF5, "white snow milk winter porcelain"),
    GREEN(0x2F7D5A, "green emerald forest leaf garden moss spring olive"),
    ORANGE(0xE56A2B, "orange tangerine autumn copper sunset amber pumpkin"),
    PURPLE(0x5A3B82, "purple violet plum lavender indigo velvet"),
    PINK(0xE9A0A8, "pink blush salmon peach coral"),
    TEAL(0x2A8B8C, "teal turquoise cyan aqua petrol"),
    BROWN(0x7B4A2D, "brown coffee chocolate wood walnut leather clay terracotta"),
    GREY(0x8E8B85, "grey gray silver stone concrete steel fog ash"),
    LINEN(0xF3ECDD, "linen cream ivory paper beige sand canvas"),
    GOLD(0xC7973A, "gold golden brass ochre mustard"),
    NIGHT(0x141C38, "night midnight navy dark evening"),
    SKY(0x93BDD3, "sky ice morning cloud"),
    MINT(0xA9CDB4, "mint sage pistachio");

    /** The colours of a prompt that asks for pastel ones. */
    static final List<Hue> PASTELS = List.of(PINK, SKY, MINT, YELLOW);

    private static final Map<String, Hue> BY_WORD = new HashMap<>();

    static {
        for (Hue hue : values()) {
            for (String word : hue.words.split(" ")) {
                BY_WORD.put(word, hue);
            }
        }
    }

    private final int rgb;
    private final String words;

    Hue(int rgb, String words) {
        this.rgb = rgb;
        this.words = words;
    }

    int rgb() {
        return rgb;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Hue> named(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    /** The named colour that looks most like this one. */
    static Hue nearest(int rgb) {
        Hue best = RED;
        int distance = Integer.MAX_VALUE;
        for (Hue hue : values()) {
            int far = distance(hue.rgb, rgb);
            if (far < distance) {
                distance = far;
                best = hue;
            }
        }
        return best;
    }

    /** How different two colours look: the "redmean" weighting of T. Riemersma (compuphase.com/cmetric.htm), in whole numbers. */
    static int distance(int a, int b) {
        int red = (a >> 16 & 255) - (b >> 16 & 255);
        int green = (a >> 8 & 255) - (b >> 8 & 255);
        int blue = (a & 255) - (b & 255);
        int mean = ((a >> 16 & 255) + (b >> 16 & 255)) / 2;
        return (((512 + mean) * red * red) >> 8) + 4 * green * green + (((767 - mean) * blue * blue) >> 8);
    }

    /** Brightness as the eye weighs it, 0 to 255 (Rec. 601). */
    static int brightness(int rgb) {
        return ((rgb >> 16 & 255) * 299 + (rgb >> 8 & 255) * 587 + (rgb & 255) * 114) / 1000;
    }

    /** {@code percent} of the second colour stirred into the first. */
    static int mix(int a, int b, int percent) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int from = a >> shift & 255;
            int to = b >> shift & 255;
            mixed |= (from + (to - from) * percent / 100) << shift;
        }
        return mixed;
    }

    /** Two printing inks, one over the other. */
    static int overprint(int a, int b) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            mixed |= ((a >> shift & 255) * (b >> shift & 255) / 255) << shift;
        }
        return mixed;
    }
}
