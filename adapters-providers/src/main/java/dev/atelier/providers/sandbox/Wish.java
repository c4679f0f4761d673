package dev.atelier.providers.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the painter understands of a prompt.
 *
 * @param items shapes in the order of their naming
 * @param hues colours that belong to no shape and not to the ground
 * @param ground the colour asked for behind it all; null if none was
 * @param layout null if the prompt names none
 */
record Wish(
        List<Item> items,
        List<Hue> hues,
        @Nullable Hue ground,
        @Nullable Layout layout,
        boolean pastel) {
    private static final int MANY = 11;
    private static final int MOST = 16;
    private static final Map<String, Integer> COUNTS = Map.ofEntries(
            Map.entry("two", 2),
            Map.entry("pair", 2),
            Map.entry("three", 3),
            Map.entry("few", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("some", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("several", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("many", MANY),
            Map.entry("dozen", 12));
    private static final Set<String> BEHIND = Set.of("background", "ground", "backdrop", "paper", "canvas", "wall");
    private static final Set<String> BEFORE_GROUND = Set.of("on", "against", "over", "upon");
    private static final Set<String> SMALL_WORDS =
            Set.of("a", "an", "the", "of", "deep", "pale", "light", "dark", "soft");

    /** One kind of shape. */
    record Item(Form form, @Nullable Hue hue, int count) {}

    static Wish read(String prompt) {
        List<String> words = List.of(prompt.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"));
        Reader reader = new Reader(words);
        for (int i = 0; i < words.size(); i++) {
            reader.take(i);
        }
        return reader.wish();
    }

    int shapes() {
        return items.stream().mapToInt(Item::count).sum();
    }

    private static final class Reader {
        private final List<String> words;
        private final List<Item> items = new ArrayList<>();
        private final Set<Hue> hues = new LinkedHashSet<>();
        private @Nullable Hue ground;
        private @Nullable Layout layout;
        private boolean pastel;
        private @Nullable Hue held;
        private int count = 1;

        Reader(List<String> words) {
            this.words = words;
        }

        void take(int i) {
            String word = words.get(i);
            count = COUNTS.getOrDefault(word, word.matches("[2-9]|1[0-6]") ? Integer.parseInt(word) : count);
            pastel |= word.equals("pastel") || word.equals("pastels");
            Layout.named(word).ifPresent(named -> layout = layout == null ? named : layout);
            Hue hue = Hue.named(word).orElse(null);
            Form form = Form.named(word).orElse(null);
            if (hue != null) {
                takeHue(i, hue, form != null);
            }
            if (form != null) {
                boolean plural = word.endsWith("s") && count == 1 && !word.equals("cross");
                items.add(new Item(form, held, plural ? 3 : count));
                held = null;
                count = 1;
            }
        }

        private void takeHue(int i, Hue hue, boolean alsoForm) {
            boolean shapeFollows = alsoForm || follows(i, 3);
            boolean namesGround = i + 1 < words.size() && BEHIND.contains(words.get(i + 1));
            // "in the rain" tells of the ground, "in red and blue" of the shapes.
            boolean within =
                    i > 1 && words.get(i - 1).equals("the") && words.get(i - 2).equals("in");
            boolean standsBehind = !shapeFollows && i > 0 && (within || BEFORE_GROUND.contains(before(i)));
            if (namesGround || standsBehind || (!shapeFollows && (hue == Hue.NIGHT || hue == Hue.LINEN))) {
                ground = hue;
            } else if (shapeFollows) {
                held = held == null ? hue : held;
            } else {
                hues.add(hue);
            }
        }

        private boolean follows(int i, int within) {
            for (int j = i + 1; j <= Math.min(i + within, words.size() - 1); j++) {
                String word = words.get(j);
                if (Form.named(word).isPresent()) {
                    return true;
                }
                if (BEFORE_GROUND.contains(word) || word.equals("and") || BEHIND.contains(word)) {
                    return false;
                }
            }
            return false;
        }

        private String before(int i) {
            int j = i - 1;
            while (j > 0 && SMALL_WORDS.contains(words.get(j))) {
                j--;
            }
            return words.get(j);
        }

        Wish wish() {
            if (held != null) {
                hues.add(held);
            }
            List<Item> kept = new ArrayList<>();
            int left = MOST;
            for (Item item : items) {
                int fits = Math.min(item.count(), left);
                if (fits > 0) {
                    kept.add(new Item(item.form(), item.hue(), fits));
                    left -= fits;
                }
            }
            return new Wish(kept, List.copyOf(hues), ground, layout, pastel);
        }
    }
}
