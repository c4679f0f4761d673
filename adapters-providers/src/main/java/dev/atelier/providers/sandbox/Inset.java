package dev.atelier.providers.sandbox;

import dev.atelier.core.provider.PictureInput;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** A picture that came with an order, made small. Thread-safe as long as nobody draws on it. */
record Inset(BufferedImage picture) {
    static final int SIDE_PX = 640;
    /** What the sandbox looks at of one file. */
    static final int MOST_BYTES = 40 << 20;

    private static final int SAMPLES = 48;

    /**
     * Reads a picture. What no reader on the class path understands becomes a sheet of three colours taken from its hash, so
     * that it still makes a difference.
     *
     * @throws IOException if the bytes could not be had
     */
    static Inset of(PictureInput input) throws IOException {
        byte[] bytes = bytes(input);
        return decode(bytes).orElseGet(() -> standIn(bytes));
    }

    /** @throws IOException if they could not be had */
    static byte[] bytes(PictureInput input) throws IOException {
        try (InputStream in = input.open()) {
            return in.readNBytes(MOST_BYTES);
        }
    }

    /** The picture in at most {@link #SIDE_PX} pixels a side; empty if it cannot be decoded. */
    static Optional<Inset> decode(byte[] bytes) {
        return read(bytes).map(picture -> new Inset(shrink(picture, SIDE_PX)));
    }

    /** The picture in some {@link #SIDE_PX} pixels a side or more, with what is transparent in it; empty if it cannot be decoded. */
    static Optional<BufferedImage> read(byte[] bytes) {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                int longest = Math.max(reader.getWidth(0), reader.getHeight(0));
                ImageReadParam param = reader.getDefaultReadParam();
                int step = Math.max(1, longest / (2 * SIDE_PX));
                param.setSourceSubsampling(step, step, 0, 0);
                return Optional.of(reader.read(0, param));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // Readers of the JDK answer broken files with many kinds of exceptions.
            return Optional.empty();
        }
    }

    private static Inset standIn(byte[] bytes) {
        byte[] hash = Dice.sha256(bytes);
        BufferedImage sheet = new BufferedImage(SIDE_PX, SIDE_PX, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIDE_PX; y++) {
            for (int x = 0; x < SIDE_PX; x++) {
                int part = 3 * (y * 3 / SIDE_PX);
                sheet.setRGB(x, y, (hash[part] & 255) << 16 | (hash[part + 1] & 255) << 8 | (hash[part + 2] & 255));
            }
        }
        return new Inset(sheet);
    }

    private static BufferedImage shrink(BufferedImage source, int side) {
        double scale = Math.min(1, (double) side / Math.max(source.getWidth(), source.getHeight()));
        int width = Math.max(1, (int) (source.getWidth() * scale));
        int height = Math.max(1, (int) (source.getHeight() * scale));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.setColor(new Color(Hue.WHITE.rgb()));
        graphics.fillRect(0, 0, width, height);
        graphics.drawImage(source, 0, 0, width, height, null);
        graphics.dispose();
        return small;
    }

    /** Up to four colours that stand out, strongest first. */
    List<Integer> colours() {
        Map<Integer, long[]> buckets = new TreeMap<>();
        for (int i = 0; i < SAMPLES * SAMPLES; i++) {
            int rgb = sample(i % SAMPLES, i / SAMPLES);
            int bucket = (rgb >> 21 & 7) << 6 | (rgb >> 13 & 7) << 3 | (rgb >> 5 & 7);
            long[] sum = buckets.computeIfAbsent(bucket, none -> new long[4]);
            sum[0]++;
            sum[1] += rgb >> 16 & 255;
            sum[2] += rgb >> 8 & 255;
            sum[3] += rgb & 255;
        }
        List<long[]> ranked = new ArrayList<>(buckets.values());
        ranked.sort((a, b) -> Long.compare(weight(b), weight(a)));
        return ranked.stream().limit(4).map(Inset::mean).toList();
    }

    private int sample(int column, int row) {
        int x = (2 * column + 1) * picture.getWidth() / (2 * SAMPLES);
        int y = (2 * row + 1) * picture.getHeight() / (2 * SAMPLES);
        return picture.getRGB(x, y) & 0xFFFFFF;
    }

    private static int mean(long[] sum) {
        return (int) (((sum[1] / sum[0]) << 16) | ((sum[2] / sum[0]) << 8) | (sum[3] / sum[0]));
    }

    /** Frequent colours count, strong ones count more. */
    private static long weight(long[] sum) {
        int rgb = mean(sum);
        int red = rgb >> 16 & 255;
        int green = rgb >> 8 & 255;
        int blue = rgb & 255;
        int strength = Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue));
        return sum[0] * (20 + strength);
    }

    /** The picture as a PNG file, to be kept. */
    byte[] png() {
        return png(picture);
    }

    static byte[] png(BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false);
            ImageIO.write(picture, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture could not be written to memory", e);
        }
        return bytes.toByteArray();
    }
}
