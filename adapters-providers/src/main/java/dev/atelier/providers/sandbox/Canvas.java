package dev.atelier.providers.sandbox;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A sheet to print on, measured in units of its shorter side: x from 0 to {@link #right}, y from 0 to {@link #bottom}. Not
 * thread-safe.
 */
final class Canvas implements AutoCloseable {
    private final BufferedImage image;
    private final Graphics2D graphics;
    private final double unit;
    private final List<Printed> printed = new ArrayList<>();
    final Palette palette;

    private record Printed(Area area, int rgb) {}

    Canvas(int widthPx, int heightPx, Palette palette) {
        this.image = new BufferedImage(widthPx, heightPx, BufferedImage.TYPE_INT_RGB);
        this.graphics = image.createGraphics();
        this.unit = Math.min(widthPx, heightPx);
        this.palette = palette;
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.setColor(new Color(palette.ground()));
        graphics.fillRect(0, 0, widthPx, heightPx);
        graphics.scale(unit, unit);
    }

    double right() {
        return image.getWidth() / unit;
    }

    double bottom() {
        return image.getHeight() / unit;
    }

    double middleX() {
        return right() / 2;
    }

    double middleY() {
        return bottom() / 2;
    }

    /** Covers what lies below. */
    void fill(Shape shape, int rgb) {
        graphics.setColor(new Color(rgb));
        graphics.fill(shape);
    }

    /** Prints like an ink: where it meets a shape printed before, both colours show as one darker colour. */
    void print(Shape shape, int rgb) {
        Area area = new Area(shape);
        fill(shape, rgb);
        boolean dark = Hue.brightness(palette.ground()) < 110;
        for (Printed earlier : printed) {
            if (earlier.rgb == rgb || !earlier.area.getBounds2D().intersects(area.getBounds2D())) {
                continue;
            }
            Area both = new Area(earlier.area);
            both.intersect(area);
            if (!both.isEmpty()) {
                fill(both, dark ? Hue.mix(earlier.rgb, rgb, 50) : Hue.overprint(earlier.rgb, rgb));
            }
        }
        printed.add(new Printed(area, rgb));
    }

    void bar(double x, double y, double width, double height, int rgb) {
        fill(new Rectangle2D.Double(x, y, width, height), rgb);
    }

    /** True if nothing but the ground shows in this part of the sheet. */
    boolean isEmpty(double x, double y, double width, double height) {
        for (int i = 0; i < 64; i++) {
            int down = i / 8;
            int column = (int) (unit * (x + width * (i % 8) / 7));
            int row = (int) (unit * (y + height * down / 7));
            boolean outside = column < 0 || row < 0 || column >= image.getWidth() || row >= image.getHeight();
            int rgb = outside ? palette.ground() : image.getRGB(column, row) & 0xFFFFFF;
            if (rgb != palette.ground() && rgb != palette.tint()) {
                return false;
            }
        }
        return true;
    }

    void picture(BufferedImage picture, double x, double y, double width, double height) {
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.scale(width / picture.getWidth(), height / picture.getHeight());
        graphics.drawImage(picture, place, null);
    }

    /** The finished sheet; nothing may be printed after. */
    BufferedImage finish() {
        close();
        return image;
    }

    @Override
    public void close() {
        graphics.dispose();
    }
}
