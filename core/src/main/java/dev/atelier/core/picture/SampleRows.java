package dev.atelier.core.picture;

import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import org.jspecify.annotations.Nullable;

/**
 * Gives the rows of decoded samples as ARGB.
 *
 * <p>Samples are taken as they stand in the file: Java 2D holds grey for linear light and would make it lighter.
 */
final class SampleRows {
    private final Raster raster;
    private final boolean inks;
    private final int bands;
    private final int max;
    private final int @Nullable [] palette;
    private final int[] samples;

    private SampleRows(Raster raster, @Nullable ColorModel model) {
        this.raster = raster;
        this.inks = model == null;
        this.bands = raster.getNumBands();
        this.max = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
        this.palette = model instanceof IndexColorModel index ? colours(index) : null;
        this.samples = new int[raster.getWidth() * bands];
    }

    static SampleRows of(PictureDecoding.Pixels pixels) {
        return new SampleRows(pixels.raster(), pixels.model());
    }

    int width() {
        return raster.getWidth();
    }

    int height() {
        return raster.getHeight();
    }

    void read(int y, int[] argb) {
        raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, samples);
        for (int x = 0; x < argb.length; x++) {
            argb[x] = palette == null ? colour(x * bands) : palette[Math.min(samples[x], palette.length - 1)];
        }
    }

    private int colour(int at) {
        if (inks) {
            // Adobe stores how much of each ink is left out, so a full sample is a clean sheet.
            int black = level(at + 3);
            return opaque(level(at) * black / 255, level(at + 1) * black / 255, level(at + 2) * black / 255);
        }
        return switch (bands) {
            case 1 -> opaque(level(at), level(at), level(at));
            case 2 -> pixel(level(at + 1), level(at), level(at), level(at));
            case 3 -> opaque(level(at), level(at + 1), level(at + 2));
            default -> pixel(level(at + 3), level(at), level(at + 1), level(at + 2));
        };
    }

    private int level(int at) {
        return max == 255 ? samples[at] : (int) (samples[at] * 255L / max);
    }

    private static int opaque(int red, int green, int blue) {
        return pixel(0xff, red, green, blue);
    }

    private static int pixel(int alpha, int red, int green, int blue) {
        return alpha << 24 | red << 16 | green << 8 | blue;
    }

    private static int[] colours(IndexColorModel index) {
        int[] all = new int[index.getMapSize()];
        index.getRGBs(all);
        return all;
    }
}
