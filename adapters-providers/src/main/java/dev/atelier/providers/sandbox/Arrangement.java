package dev.atelier.providers.sandbox;

import java.awt.BasicStroke;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** Places the shapes that a prompt names. Lengths are in units of the sheet's shorter side. */
final class Arrangement {
    private final Canvas canvas;
    private final Dice dice;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Piece> bands = new ArrayList<>();
    private final List<List<Piece>> levels = new ArrayList<>();

    /** One shape with its colour. */
    record Piece(Form form, int rgb) {
        boolean wide() {
            return form == Form.LINE || form == Form.WAVE;
        }
    }

    Arrangement(Canvas canvas, Dice dice, List<Wish.Item> items, boolean pastel) {
        this.canvas = canvas;
        this.dice = dice;
        int next = 0;
        for (Wish.Item item : items) {
            List<Piece> level = new ArrayList<>();
            for (int i = 0; i < item.count(); i++) {
                int rgb = item.hue() == null ? canvas.palette.colour(next++) : Palette.colour(item, pastel);
                level.add(new Piece(item.form(), rgb));
            }
            levels.add(level);
            level.forEach(piece -> (piece.wide() ? bands : pieces).add(piece));
        }
    }

    void draw(Layout layout) {
        switch (layout) {
            case GRID -> grid();
            case DIAGONAL -> diagonal();
            case SPIRAL -> spiral();
            case SCATTERED -> scattered();
            case CENTERED -> centered();
            case RESTING -> resting();
            case ROW -> row();
        }
    }

    /** Large and small, overlapping like inks: the house's own taste when the prompt asks for no layout. */
    void cluster() {
        boolean mirrored = dice.chance(50);
        double[][] places = {
            {0.42, 0.42, 0.56}, {0.66, 0.62, 0.38}, {0.26, 0.72, 0.26}, {0.78, 0.22, 0.17}, {0.55, 0.86, 0.11}
        };
        if (pieces.size() == 1) {
            places = new double[][] {{dice.range(0.42, 0.58), dice.range(0.4, 0.5), 0.58}};
        }
        for (int i = 0; i < pieces.size(); i++) {
            double[] place = places[i % places.length];
            double x = canvas.right() * (mirrored ? 1 - place[0] : place[0]);
            stamp(pieces.get(i), x, canvas.bottom() * place[1], place[2] * dice.range(0.94, 1.06), 0);
        }
        bands(0.84);
    }

    private void grid() {
        List<Piece> all = all();
        double ratio = canvas.right() / canvas.bottom();
        int columns = Math.max(1, (int) StrictMath.round(StrictMath.sqrt(all.size() * ratio)));
        int rows = (all.size() + columns - 1) / columns;
        double cell = Math.min((canvas.right() - 0.2) / columns, (canvas.bottom() - 0.2) / rows);
        double left = (canvas.right() - cell * columns) / 2;
        double top = (canvas.bottom() - cell * rows) / 2;
        for (int i = 0; i < columns * rows; i++) {
            double x = left + cell * (i % columns);
            int row = i / columns;
            double y = top + cell * row;
            if ((i % columns + row) % 2 == 0) {
                canvas.bar(x, y, cell, cell, canvas.palette.tint());
            }
            if (i < all.size()) {
                stamp(all.get(i), x + cell / 2, y + cell / 2, cell * 0.7, 0);
            }
        }
    }

    private void diagonal() {
        List<Piece> all = pieces.isEmpty() ? bands : pieces;
        double rise = dice.chance(70) ? 1 : -1;
        thread(rise);
        for (int i = 0; i < all.size(); i++) {
            double way = all.size() == 1 ? 0.5 : (double) i / (all.size() - 1);
            double x = canvas.right() * (0.17 + 0.6 * way);
            double y = canvas.middleY() + rise * canvas.bottom() * (0.33 - 0.6 * way);
            double size = (all.size() < 4 ? 0.24 : 0.13) + 0.22 * way * Math.min(1, 5.0 / all.size());
            stamp(all.get(i), x, y, size, all.get(i).form() == Form.LINE ? -45 : 0);
        }
    }

    private void thread(double rise) {
        Path2D line = new Path2D.Double();
        line.moveTo(0, canvas.middleY() + rise * canvas.bottom() * 0.5);
        line.lineTo(canvas.right(), canvas.middleY() - rise * canvas.bottom() * 0.46);
        canvas.fill(new BasicStroke(0.006f).createStrokedShape(line), canvas.palette.ink());
    }

    private void spiral() {
        List<Piece> all = all();
        int steps = Math.max(all.size(), 9);
        Path2D line = new Path2D.Double();
        double x = canvas.middleX();
        double y = canvas.middleY();
        line.moveTo(x, y);
        for (int i = 1; i <= steps * 12; i++) {
            double way = (double) i / (steps * 12);
            double angle = way * 4.4 * StrictMath.PI;
            double reach = 0.385 * StrictMath.pow(way, 0.8);
            line.lineTo(
                    x + reach * StrictMath.cos(angle) * (canvas.right() > 1.2 ? 1.25 : 1),
                    y + reach * StrictMath.sin(angle) * (canvas.bottom() > 1.2 ? 1.25 : 1));
        }
        canvas.fill(new BasicStroke(0.006f).createStrokedShape(line), canvas.palette.ink());
        for (int i = 0; i < steps; i++) {
            double way = (i + 1.0) / steps;
            double angle = way * 4.4 * StrictMath.PI;
            double reach = 0.385 * StrictMath.pow(way, 0.8);
            double size = 0.035 + 0.15 * way;
            stamp(
                    all.get((steps - 1 - i) % all.size()),
                    x + reach * StrictMath.cos(angle) * (canvas.right() > 1.2 ? 1.25 : 1),
                    y + reach * StrictMath.sin(angle) * (canvas.bottom() > 1.2 ? 1.25 : 1),
                    size,
                    0);
        }
    }

    private void scattered() {
        List<double[]> taken = new ArrayList<>();
        double biggest = pieces.size() < 5 ? 0.34 : pieces.size() < 9 ? 0.26 : 0.2;
        for (int i = 0; i < pieces.size(); i++) {
            double size = biggest * (i == 0 ? 1.15 : dice.range(0.35, 1));
            for (int tries = 0; tries < 120; tries++) {
                double half = size / 2 + 0.06;
                double x = dice.range(half, canvas.right() - half);
                double y = dice.range(half, canvas.bottom() - half);
                double room = size / 2 + 0.035;
                if (taken.stream().allMatch(other -> apart(other, x, y, room))) {
                    taken.add(new double[] {x, y, size / 2});
                    stamp(pieces.get(i), x, y, size, pieces.get(i).form() == Form.CIRCLE ? 0 : dice.below(8) * 15);
                    break;
                }
                size *= 0.985;
            }
        }
        bands(0.9);
    }

    private static boolean apart(double[] other, double x, double y, double room) {
        double far = room + other[2];
        return (other[0] - x) * (other[0] - x) + (other[1] - y) * (other[1] - y) > far * far;
    }

    private void centered() {
        for (int i = 0; i < pieces.size(); i++) {
            double size = 0.78 * (pieces.size() - i) / pieces.size();
            canvas.fill(pieces.get(i).form().at(canvas.middleX(), canvas.middleY(), size, 0), nested(i));
        }
        bands(0.93);
    }

    private int nested(int i) {
        int rgb = pieces.get(i).rgb();
        boolean same = i > 0 && pieces.get(i - 1).rgb() == rgb;
        return same && i % 2 == 1 ? canvas.palette.ground() : rgb;
    }

    private void resting() {
        double base = canvas.bottom() * 0.86;
        double height = 0;
        for (int i = 0; i < levels.size(); i++) {
            height += 2 * levels.get(i).get(0).form().reach() * step(i);
        }
        double scale = Math.min(1, canvas.bottom() * 0.68 / Math.max(height, 0.01));
        double x = canvas.middleX() + dice.range(-0.06, 0.06);
        canvas.bar(0, base, canvas.right(), 0.008, canvas.palette.ink());
        for (int i = levels.size() - 1; i >= 0; i--) {
            List<Piece> level = levels.get(i);
            double fits = (canvas.right() - 0.16) / (level.size() * 1.08);
            double size = Math.min(step(i) * scale, fits);
            double lift = level.get(0).form().reach() * size;
            for (int j = 0; j < level.size(); j++) {
                double shift = (j - (level.size() - 1) / 2.0) * size * 1.08;
                stamp(level.get(j), x + shift, base - lift, level.get(j).wide() ? fits : size, 0);
            }
            base -= 2 * lift;
        }
    }

    private double step(int level) {
        int fromBase = levels.size() - 1 - level;
        return 0.5 * StrictMath.pow(0.68, fromBase);
    }

    private void row() {
        int count = Math.max(1, pieces.size());
        double pitch = (canvas.right() - 0.16) / count;
        double size = Math.min(pitch * 0.86, 0.5);
        double base = canvas.middleY() + size / 2;
        canvas.bar(0, base + 0.03, canvas.right(), 0.006, canvas.palette.ink());
        for (int i = 0; i < pieces.size(); i++) {
            double own = size * (i % 2 == 0 ? 1 : 0.72);
            Form form = pieces.get(i).form();
            stamp(pieces.get(i), 0.08 + pitch * (i + 0.5), base + 0.03 - form.reach() * own, own, 0);
        }
        bands(0.88);
    }

    /** Lines and waves run along the foot of the picture. */
    private void bands(double foot) {
        double y = canvas.bottom() * foot;
        for (Piece band : bands) {
            if (band.form() == Form.WAVE) {
                for (double x = 0; x < canvas.right(); x += 0.499) {
                    canvas.fill(band.form().at(x + 0.25, y, 0.5, 0), band.rgb());
                }
            } else {
                canvas.bar(0.08, y, canvas.right() - 0.16, 0.014, band.rgb());
            }
            y -= 0.07;
        }
    }

    private List<Piece> all() {
        List<Piece> all = new ArrayList<>(pieces);
        all.addAll(bands);
        return all;
    }

    private void stamp(Piece piece, double x, double y, double size, int degrees) {
        canvas.print(piece.form().at(x, y, size, degrees), piece.rgb());
    }
}
