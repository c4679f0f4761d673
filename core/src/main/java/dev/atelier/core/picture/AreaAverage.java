package dev.atelier.core.picture;

import java.util.Arrays;

/**
 * Makes a picture smaller: each new pixel is the mean of the area it covers, parts of pixels by their share.
 *
 * <p>Works row by row, so it needs memory for the result alone. Colours are weighted by their alpha, or the hidden colour
 * of transparent pixels would bleed into edges.
 */
final class AreaAverage {
    private static final int CHANNELS = 4;

    private AreaAverage() {}

    /** @param width at most the source's; {@code height} likewise */
    static ArgbImage scale(SampleRows source, int width, int height) {
        int[] result = new int[width * height];
        int[] row = new int[source.width()];
        float[] narrow = new float[width * CHANNELS];
        float[] sum = new float[width * CHANNELS];
        double ratio = (double) source.height() / height;
        double area = ratio * source.width() / width;
        int done = 0;
        for (int y = 0; y < source.height(); y++) {
            source.read(y, row);
            narrowRow(row, narrow, width);
            double boundary = (done + 1) * ratio;
            double here = Math.min(1, boundary - y);
            add(sum, narrow, here);
            if (y + 1 >= boundary - 1e-6 && done < height) {
                finish(sum, result, done * width, width, area);
                done++;
                if (here < 1) {
                    add(sum, narrow, 1 - here);
                }
            }
        }
        return new ArgbImage(width, height, result);
    }

    private static void narrowRow(int[] row, float[] narrow, int width) {
        Arrays.fill(narrow, 0);
        double ratio = (double) row.length / width;
        int target = 0;
        for (int x = 0; x < row.length; x++) {
            double boundary = (target + 1) * ratio;
            double here = Math.min(1, boundary - x);
            addPixel(narrow, target, row[x], (float) here);
            if (x + 1 >= boundary - 1e-6 && target < width - 1) {
                target++;
                if (here < 1) {
                    addPixel(narrow, target, row[x], (float) (1 - here));
                }
            }
        }
    }

    private static void addPixel(float[] sums, int x, int pixel, float weight) {
        float alpha = weight * (pixel >>> 24);
        int at = x * CHANNELS;
        sums[at] += alpha;
        sums[at + 1] += alpha * (pixel >> 16 & 0xff);
        sums[at + 2] += alpha * (pixel >> 8 & 0xff);
        sums[at + 3] += alpha * (pixel & 0xff);
    }

    private static void add(float[] sum, float[] row, double weight) {
        float share = (float) weight;
        for (int i = 0; i < sum.length; i++) {
            sum[i] += share * row[i];
        }
    }

    private static void finish(float[] sum, int[] result, int offset, int width, double area) {
        for (int x = 0; x < width; x++) {
            int at = x * CHANNELS;
            float alpha = sum[at];
            if (alpha > 0) {
                result[offset + x] = level(alpha / area) << 24
                        | level(sum[at + 1] / alpha) << 16
                        | level(sum[at + 2] / alpha) << 8
                        | level(sum[at + 3] / alpha);
            }
        }
        Arrays.fill(sum, 0);
    }

    private static int level(double value) {
        return (int) Math.min(255, Math.round(value));
    }
}
