package dev.atelier.providers.sandbox;

import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws a picture from words: the same sheet gives the same bytes, in every size the same composition. Thread-safe; a picture of
 * 1,024 pixels takes some 30 ms.
 */
final class Painter {
    private static final int DARK = 110;

    private Painter() {}

    /**
     * What decides a picture.
     *
     * @param prompt without magic words
     * @param insets pictures to show, heaviest first
     * @param retouch what stays of the first of them; then none is shown beside it. Null if everything is new
     */
    record Sheet(
            String prompt,
            long seed,
            Format format,
            List<Inset> insets,
            @Nullable Retouch retouch) {
        Sheet(String prompt, long seed, Format format, List<Inset> insets) {
            this(prompt, seed, format, insets, null);
        }
    }

    /** The picture as a PNG file. */
    static byte[] paint(Sheet sheet) {
        return PngFile.write(draw(sheet));
    }

    static BufferedImage draw(Sheet sheet) {
        Dice dice = Dice.of(sheet.prompt() + "\n" + sheet.seed());
        Wish wish = Wish.read(sheet.prompt());
        List<Integer> sampled = sheet.insets().stream()
                .flatMap(inset -> inset.colours().stream())
                .limit(4)
                .toList();
        Palette palette = Palette.of(wish, sampled, dice);
        try (Canvas canvas = new Canvas(sheet.format().widthPx(), sheet.format().heightPx(), palette)) {
            ghost(canvas, dice);
            Retouch retouch = sheet.retouch();
            compose(canvas, wish, dice, retouch == null && !sheet.insets().isEmpty());
            accents(canvas, dice);
            if (retouch == null) {
                Exhibit.hang(canvas, sheet.insets(), dice);
            }
            BufferedImage image = canvas.finish();
            if (retouch != null) {
                retouch.over(image);
            }
            Mark.stamp(image);
            return image;
        }
    }

    private static void compose(Canvas canvas, Wish wish, Dice dice, boolean behindPictures) {
        Posters posters = new Posters(canvas, dice);
        Layout layout = wish.layout();
        boolean unpainted = wish.items().stream().allMatch(item -> item.hue() == null);
        if (behindPictures && layout == null && unpainted && wish.shapes() < 3) {
            // A word such as "bottle" means the bottle in the picture.
            posters.backdrop();
            return;
        }
        if (wish.items().isEmpty()) {
            compose(canvas, posters, layout, dice);
            return;
        }
        Arrangement arrangement = new Arrangement(canvas, dice, wish.items(), wish.pastel());
        if (layout == null && wish.shapes() > 5) {
            layout = crowd(wish, dice);
        }
        if (layout == null) {
            arrangement.cluster();
        } else {
            arrangement.draw(layout);
        }
    }

    private static Layout crowd(Wish wish, Dice dice) {
        if (wish.items().get(0).form() == Form.STAR) {
            return Layout.SCATTERED;
        }
        boolean fillsRows = wish.shapes() % 3 == 0 || wish.shapes() % 4 == 0;
        return dice.pick(
                List.of(Layout.SCATTERED, fillsRows ? Layout.GRID : Layout.SPIRAL, Layout.SPIRAL, Layout.DIAGONAL));
    }

    private static void compose(Canvas canvas, Posters posters, @Nullable Layout layout, Dice dice) {
        if (layout == null) {
            posters.any();
            return;
        }
        switch (layout) {
            case GRID -> posters.tiles();
            case CENTERED -> posters.orbits();
            case RESTING -> posters.balance();
            case ROW -> posters.columns();
            case DIAGONAL, SPIRAL, SCATTERED ->
                new Arrangement(canvas, dice, posters.cast(layout == Layout.DIAGONAL ? 5 : 9), false).draw(layout);
        }
    }

    /** A large quiet shape behind everything. */
    private static void ghost(Canvas canvas, Dice dice) {
        double size = dice.range(0.7, 0.95);
        double x = canvas.right() * dice.pick(List.of(0.0, 1.0, 0.18, 0.82));
        double y = canvas.bottom() * dice.pick(List.of(0.0, 0.25, 0.8, 1.0));
        int tint = canvas.palette.tint();
        switch (dice.below(4)) {
            case 0 -> canvas.fill(new Ellipse2D.Double(x - size / 2, y - size / 2, size, size), tint);
            case 1 ->
                canvas.fill(
                        new Rectangle2D.Double(
                                0, 0, canvas.right() * dice.pick(List.of(0.31, 0.38, 0.62)), canvas.bottom()),
                        tint);
            case 2 ->
                canvas.fill(
                        new Rectangle2D.Double(0, canvas.bottom() * 0.62, canvas.right(), canvas.bottom() * 0.38),
                        tint);
            default -> {
                // Nothing: an empty ground is a shape too.
            }
        }
    }

    /** A rule and a dot near the margin, as a printer would set them. */
    private static void accents(Canvas canvas, Dice dice) {
        int ink = canvas.palette.ink();
        if (dice.chance(60)) {
            double x = dice.chance(50) ? 0.06 : canvas.right() - 0.06 - 0.18;
            double y = dice.chance(50) ? 0.06 : canvas.bottom() - 0.07;
            if (canvas.isEmpty(x - 0.02, y - 0.02, 0.22, 0.06)) {
                canvas.bar(x, y, 0.18, 0.008, ink);
                canvas.bar(x, y + 0.018, 0.09, 0.008, ink);
            }
        }
        if (dice.chance(50)) {
            double x = dice.chance(50) ? 0.08 : canvas.right() - 0.08;
            double y = canvas.bottom() * dice.range(0.2, 0.8);
            if (canvas.isEmpty(x - 0.04, y - 0.04, 0.08, 0.08)) {
                canvas.fill(Form.CIRCLE.at(x, y, 0.035, 0), canvas.palette.colour(0));
            }
        }
    }

    static boolean dark(int rgb) {
        return Hue.brightness(rgb) < DARK;
    }
}
