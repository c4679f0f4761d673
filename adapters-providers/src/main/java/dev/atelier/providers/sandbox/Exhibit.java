package dev.atelier.providers.sandbox;

import java.util.List;

/** Hangs the pictures of an order into the composition: the heaviest large, up to two more small beside it. */
final class Exhibit {
    private static final int MOST = 3;
    private static final double MAT = 0.022;

    private Exhibit() {}

    static void hang(Canvas canvas, List<Inset> insets, Dice dice) {
        if (insets.isEmpty()) {
            return;
        }
        boolean alone = insets.size() == 1;
        boolean left = dice.chance(50);
        boolean wide = canvas.right() > canvas.bottom();
        double side = left ? 0.44 : 0.56;
        double x = canvas.right() * (alone || !wide ? side : left ? 0.36 : 0.64);
        double y = canvas.bottom() * (alone || wide ? 0.5 : 0.4);
        frame(canvas, insets.get(0), x, y, 0.56, left ? 0.03 : -0.03, canvas.palette.colour(0));
        for (int i = 1; i < Math.min(insets.size(), MOST); i++) {
            double smallX = canvas.right() * (left ? 0.78 : 0.22) + (wide ? 0 : (left ? -1 : 1) * 0.04 * (i - 1));
            double smallY = canvas.bottom() * (i == 1 ? 0.24 : 0.78);
            frame(canvas, insets.get(i), smallX, smallY, 0.26, left ? -0.018 : 0.018, canvas.palette.colour(i));
        }
    }

    /** A mat and a thin line around the picture, and a block of colour behind that stands out on one side. */
    private static void frame(Canvas canvas, Inset inset, double x, double y, double longest, double shift, int rgb) {
        double wide = inset.picture().getWidth();
        double high = inset.picture().getHeight();
        double width = longest * wide / Math.max(wide, high);
        double height = longest * high / Math.max(wide, high);
        double left = x - width / 2;
        double top = y - height / 2;
        double mat = MAT * Math.max(0.5, longest / 0.56);
        double line = mat + 0.005;
        canvas.bar(left - line + shift, top - line + Math.abs(shift), width + 2 * line, height + 2 * line, rgb);
        canvas.bar(left - line, top - line, width + 2 * line, height + 2 * line, Hue.BLACK.rgb());
        canvas.bar(left - mat, top - mat, width + 2 * mat, height + 2 * mat, Hue.WHITE.rgb());
        canvas.picture(inset.picture(), left, top, width, height);
    }
}
