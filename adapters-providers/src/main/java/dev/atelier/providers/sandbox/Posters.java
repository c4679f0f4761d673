package dev.atelier.providers.sandbox;

import java.awt.BasicStroke;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Compositions for prompts that name no shape. Lengths are in units of the sheet's shorter side. */
final class Posters {
    private final Canvas canvas;
    private final Palette palette;
    private final Dice dice;

    Posters(Canvas canvas, Dice dice) {
        this.canvas = canvas;
        this.palette = canvas.palette;
        this.dice = dice;
    }

    void any() {
        switch (dice.below(7)) {
            case 0 -> tiles();
            case 1 -> beams();
            case 2 -> quarterRings();
            case 3 -> columns();
            case 4 -> orbits();
            case 5 -> horizon();
            default -> balance();
        }
    }

    /** Something that shows around a picture that hangs in the middle. */
    void backdrop() {
        switch (dice.below(4)) {
            case 0 -> tiles();
            case 1 -> quarterRings();
            case 2 -> columns();
            default -> beams();
        }
    }

    /** A quilt of quarter circles, halves and triangles, with room to breathe. */
    void tiles() {
        int fewest = dice.between(3, 4);
        double cell = 0.84 / fewest;
        int columns = (int) ((canvas.right() - 0.1) / cell);
        int rows = (int) ((canvas.bottom() - 0.1) / cell);
        double left = (canvas.right() - columns * cell) / 2;
        double top = (canvas.bottom() - rows * cell) / 2;
        int last = -1;
        for (int i = 0; i < columns * rows; i++) {
            int kind = dice.below(9);
            kind = kind == last ? (kind + 4) % 9 : kind;
            last = kind;
            int row = i / columns;
            tile(kind, left + cell * (i % columns), top + cell * row, cell);
        }
    }

    private void tile(int kind, double x, double y, double cell) {
        int colour = palette.colour(dice.below(palette.colours().size()));
        int second = dice.chance(45)
                ? palette.ink()
                : palette.colour(palette.colours().indexOf(colour) + 1);
        double middleX = x + cell / 2;
        double middleY = y + cell / 2;
        int turn = dice.below(4) * 90;
        switch (kind) {
            case 0 -> canvas.fill(Form.QUARTER.at(middleX, middleY, cell, turn), colour);
            case 1 -> {
                canvas.bar(x, y, cell, cell, colour);
                canvas.fill(Form.QUARTER.at(middleX, middleY, cell, turn), palette.ground());
            }
            case 2 -> {
                canvas.bar(x, y, cell, cell, palette.tint());
                canvas.fill(Form.CIRCLE.at(middleX, middleY, cell * 0.62, 0), colour);
            }
            case 3 -> halves(x, y, cell, turn, colour, second);
            case 4 -> {
                canvas.bar(x, y, cell, cell, colour);
                canvas.fill(Form.CIRCLE.at(middleX, middleY, cell, 0), second);
                canvas.fill(Form.CIRCLE.at(middleX, middleY, cell * 0.4, 0), palette.ground());
            }
            case 5 -> canvas.fill(Form.TRIANGLE.at(middleX, middleY, cell, turn), colour);
            case 6 -> {
                for (int i = 0; i < 3; i++) {
                    double thick = cell / 7;
                    canvas.bar(x, y + thick * (2 * i + 1), cell, thick, second);
                }
            }
            case 7 -> {
                canvas.fill(Form.QUARTER.at(middleX, middleY, cell, turn), second);
                canvas.fill(Form.QUARTER.at(middleX, middleY, cell, turn + 180), colour);
            }
            default -> canvas.fill(Form.CIRCLE.at(middleX, middleY, cell * 0.14, 0), palette.ink());
        }
    }

    private void halves(double x, double y, double cell, int turn, int colour, int second) {
        double half = cell / 4;
        double dx = turn == 90 ? half : turn == 270 ? -half : 0;
        double dy = turn == 0 ? -half : turn == 180 ? half : 0;
        canvas.fill(Form.SEMICIRCLE.at(x + cell / 2 + dx, y + cell / 2 + dy, cell, turn), colour);
        canvas.fill(Form.SEMICIRCLE.at(x + cell / 2 - dx, y + cell / 2 - dy, cell, turn), second);
    }

    /** One great disc, crossed by slanting beams. */
    void beams() {
        double side = dice.chance(50) ? 1 : -1;
        double x = canvas.middleX() - side * canvas.right() * 0.1;
        double y = canvas.bottom() * dice.range(0.4, 0.46);
        canvas.print(Form.CIRCLE.at(x, y, 0.62, 0), palette.colour(0));
        beam(x + side * 0.12, y + 0.16, 0.1, side, palette.colour(1));
        beam(x + side * 0.3, y + 0.16, 0.035, side, palette.ink());
        beam(x + side * 0.37, y + 0.16, 0.012, side, palette.ink());
        canvas.print(
                Form.CIRCLE.at(x + side * canvas.right() * 0.3, y + canvas.bottom() * 0.32, 0.2, 0), palette.colour(2));
        if (dice.chance(50)) {
            canvas.fill(Form.CIRCLE.at(x - side * 0.12, y - 0.1, 0.16, 0), palette.ground());
            canvas.fill(Form.CIRCLE.at(x - side * 0.12, y - 0.1, 0.06, 0), palette.ink());
        }
    }

    private void beam(double x, double y, double thick, double side, int rgb) {
        double length = canvas.right() + canvas.bottom();
        AffineTransform turn = AffineTransform.getRotateInstance(StrictMath.toRadians(side * -52), x, y);
        canvas.print(
                turn.createTransformedShape(new Rectangle2D.Double(x - length / 2, y - thick / 2, length, thick)), rgb);
    }

    /** Quarter rings that open from a corner, answered by a disc. */
    void quarterRings() {
        int corner = dice.below(4);
        double x = corner % 2 == 0 ? 0 : canvas.right();
        double y = corner < 2 ? canvas.bottom() : 0;
        double reach = dice.range(0.8, 0.92);
        int rings = dice.between(4, 5);
        for (int i = 0; i < rings; i++) {
            double radius = reach * (rings - i) / rings;
            int rgb = i % 2 == 1 ? palette.ground() : palette.colour(i / 2);
            canvas.fill(new Ellipse2D.Double(x - radius, y - radius, radius * 2, radius * 2), rgb);
        }
        double answerX = x == 0 ? canvas.right() - 0.22 : 0.22;
        double answerY = y == 0 ? canvas.bottom() - 0.22 : 0.22;
        canvas.fill(Form.CIRCLE.at(answerX, answerY, 0.22, 0), palette.ink());
        canvas.bar(answerX - 0.11, answerY + (y == 0 ? -0.2 : 0.16), 0.22, 0.014, palette.ink());
        canvas.bar(answerX - 0.11, answerY + (y == 0 ? -0.235 : 0.195), 0.14, 0.014, palette.colour(1));
    }

    /** Upright bars in uneven time, with a disc printed over them. */
    void columns() {
        double x = 0.1;
        int i = 0;
        while (x < canvas.right() - 0.14) {
            double width = dice.pick(List.of(0.03, 0.06, 0.1, 0.14));
            width = Math.min(width, canvas.right() - 0.1 - x);
            double top = canvas.bottom() * dice.pick(List.of(0.12, 0.24, 0.36, 0.5));
            int rgb = dice.chance(25) ? palette.ink() : palette.colour(i++);
            canvas.print(new Rectangle2D.Double(x, top, width, canvas.bottom() * 0.88 - top), rgb);
            x += width + dice.pick(List.of(0.03, 0.05, 0.08));
        }
        canvas.bar(0.1, canvas.bottom() * 0.88, canvas.right() - 0.2, 0.01, palette.ink());
        canvas.print(
                Form.CIRCLE.at(
                        canvas.right() * dice.range(0.3, 0.7), canvas.bottom() * 0.38, dice.range(0.36, 0.46), 0),
                palette.colour(dice.below(2)));
    }

    /** Thin rings with planets on them. */
    void orbits() {
        double x = canvas.right() * dice.range(0.4, 0.6);
        double y = canvas.bottom() * dice.range(0.42, 0.58);
        int rings = dice.between(4, 6);
        for (int i = rings; i >= 1; i--) {
            double radius = 0.14 + i * 0.42 / rings;
            canvas.fill(
                    new BasicStroke(0.005f)
                            .createStrokedShape(new Ellipse2D.Double(x - radius, y - radius, radius * 2, radius * 2)),
                    palette.ink());
        }
        canvas.fill(Form.CIRCLE.at(x, y, 0.26, 0), palette.colour(0));
        canvas.fill(
                new Arc2D.Double(x - 0.13, y - 0.13, 0.26, 0.26, dice.below(4) * 90, 180, Arc2D.PIE), palette.ink());
        int angle = dice.below(360);
        for (int i = 1; i <= rings; i++) {
            angle += dice.between(70, 150);
            double radius = 0.14 + i * 0.42 / rings;
            double turn = StrictMath.toRadians(angle);
            double size = dice.pick(List.of(0.05, 0.08, 0.12));
            canvas.fill(
                    Form.CIRCLE.at(x + radius * StrictMath.cos(turn), y + radius * StrictMath.sin(turn), size, 0),
                    palette.colour(i));
        }
    }

    /** Half a sun behind a horizon, its light in bars below. */
    void horizon() {
        double y = canvas.bottom() * dice.range(0.54, 0.62);
        double x = canvas.right() * dice.pick(List.of(0.36, 0.5, 0.64));
        double sun = dice.range(0.56, 0.68);
        canvas.fill(new Arc2D.Double(x - sun / 2, y - sun / 2, sun, sun, 0, 180, Arc2D.PIE), palette.colour(0));
        canvas.fill(new Arc2D.Double(x - sun / 4, y - sun / 4, sun / 2, sun / 2, 0, 180, Arc2D.PIE), palette.colour(2));
        canvas.fill(Form.TRIANGLE.at(canvas.right() * 0.2, y - 0.12, 0.24, 0), palette.colour(1));
        canvas.fill(Form.TRIANGLE.at(canvas.right() * 0.2 + 0.14, y - 0.08, 0.16, 0), palette.ink());
        for (int i = 0; i < 5; i++) {
            double inset = 0.08 + i * canvas.right() * 0.07;
            double thick = 0.05 - i * 0.008;
            double top = y + 0.012 + i * (canvas.bottom() - y) * 0.165;
            canvas.bar(inset, top, canvas.right() - 2 * inset, thick, i % 2 == 0 ? palette.ink() : palette.colour(1));
        }
        canvas.fill(Form.CIRCLE.at(canvas.right() * 0.84, canvas.bottom() * 0.16, 0.07, 0), palette.ink());
    }

    /** Shapes that rest upon each other. */
    void balance() {
        List<Form> forms = new ArrayList<>(List.of(Form.SQUARE, Form.SEMICIRCLE, Form.CIRCLE, Form.TRIANGLE));
        List<Wish.Item> items = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            items.add(new Wish.Item(forms.remove(dice.below(forms.size())), null, 1));
        }
        items.add(new Wish.Item(dice.pick(List.of(Form.SQUARE, Form.SEMICIRCLE, Form.CIRCLE, Form.BAR)), null, 1));
        new Arrangement(canvas, dice, items, false).draw(Layout.RESTING);
    }

    /** Shapes for a layout that was asked for without any. */
    List<Wish.Item> cast(int count) {
        List<Form> forms = new ArrayList<>(
                List.of(Form.CIRCLE, Form.SQUARE, Form.TRIANGLE, Form.SEMICIRCLE, Form.QUARTER, Form.RING));
        List<Wish.Item> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(new Wish.Item(dice.pick(forms), null, 1));
        }
        return items;
    }
}
