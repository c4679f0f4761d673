package dev.atelier.providers.sandbox;

import java.awt.image.BufferedImage;

/** A square of 5 by 5 cells in the lower right corner by which every picture of the sandbox is known. */
final class Mark {
    /** Rows from the top; 1 is ink. The form is an S, read as one bit a cell. */
    static final int[] ROWS = {0b01111, 0b10000, 0b01110, 0b00001, 0b11110};

    private static final int CELLS = ROWS.length;

    private Mark() {}

    static void stamp(BufferedImage image) {
        int cell = cellPx(image.getWidth(), image.getHeight());
        int left = image.getWidth() - (CELLS + 2) * cell;
        int top = image.getHeight() - (CELLS + 2) * cell;
        int light = Hue.LINEN.rgb();
        int dark = Hue.BLACK.rgb();
        for (int y = -1; y <= CELLS; y++) {
            for (int x = -1; x <= CELLS; x++) {
                boolean inside = x >= 0 && y >= 0 && x < CELLS && y < CELLS;
                boolean ink = inside && (ROWS[y] >> (CELLS - 1 - x) & 1) == 1;
                fill(image, left + x * cell, top + y * cell, cell, ink ? light : dark);
            }
        }
    }

    /** True if the picture carries the mark. */
    static boolean isOn(BufferedImage image) {
        int cell = cellPx(image.getWidth(), image.getHeight());
        int left = image.getWidth() - (CELLS + 2) * cell;
        int top = image.getHeight() - (CELLS + 2) * cell;
        for (int y = 0; y < CELLS; y++) {
            for (int x = 0; x < CELLS; x++) {
                int rgb = image.getRGB(left + x * cell + cell / 2, top + y * cell + cell / 2);
                boolean ink = !Painter.dark(rgb);
                if (ink != ((ROWS[y] >> (CELLS - 1 - x) & 1) == 1)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int cellPx(int width, int height) {
        return Math.max(2, Math.max(width, height) / 320);
    }

    private static void fill(BufferedImage image, int left, int top, int side, int rgb) {
        for (int y = top; y < top + side; y++) {
            for (int x = left; x < left + side; x++) {
                image.setRGB(x, y, rgb);
            }
        }
    }
}
