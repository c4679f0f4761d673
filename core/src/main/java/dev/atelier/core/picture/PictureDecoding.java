package dev.atelier.core.picture;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import org.jspecify.annotations.Nullable;

/**
 * Turns a walked file into pixels through ImageIO.
 *
 * <p>At most as many pictures are decoded at one moment as the machine has cores: more would not be faster, and each
 * costs memory (a progressive JPEG six bytes a pixel outside the heap). Callers beyond that wait.
 */
final class PictureDecoding {
    private static final Semaphore PERMITS =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()), true);

    private PictureDecoding() {}

    /**
     * Decoded samples.
     *
     * @param model null if the samples are cyan, magenta, yellow and black of a JPEG
     */
    record Pixels(Raster raster, @Nullable ColorModel model) {}

    /**
     * Decodes, keeping every {@code step}th column and row; the whole file is read all the same.
     *
     * @return empty if no reader on the class path knows the format
     * @throws PictureRefused if the file is damaged
     */
    static Optional<Pixels> decode(Path file, Anatomy anatomy, int step) throws IOException {
        Optional<ImageReader> reader = reader(anatomy.format());
        if (reader.isEmpty()) {
            return Optional.empty();
        }
        try {
            PERMITS.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before a picture was decoded");
        }
        try {
            return Optional.of(decode(reader.get(), file, anatomy, step));
        } finally {
            PERMITS.release();
        }
    }

    private static Pixels decode(ImageReader reader, Path file, Anatomy anatomy, int step) throws IOException {
        try (SpanInput input = new SpanInput(file, anatomy.spans())) {
            Shortfall shortfall = new Shortfall();
            reader.addIIOReadWarningListener(shortfall);
            reader.setInput(input, true, false);
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(Math.min(step, anatomy.widthPx()), Math.min(step, anatomy.heightPx()), 0, 0);
            Pixels pixels = read(reader, param, anatomy);
            if (shortfall.seen) {
                throw Refusals.damaged(anatomy.format());
            }
            return pixels;
        } catch (PictureRefused e) {
            throw e;
        } catch (RuntimeException | IOException e) {
            // Readers answer strange bytes with exceptions of every kind; the file could be read, so it is at fault.
            throw Refusals.damaged(anatomy.format());
        } finally {
            reader.dispose();
        }
    }

    private static Pixels read(ImageReader reader, ImageReadParam param, Anatomy anatomy) throws IOException {
        if (anatomy.components() == 4) {
            // The JDK's reader has no colours for four components but gives their samples.
            return new Pixels(reader.readRaster(0, param), null);
        }
        BufferedImage image = reader.read(0, param);
        return new Pixels(image.getRaster(), image.getColorModel());
    }

    private static Optional<ImageReader> reader(PictureFormat format) {
        Iterator<ImageReader> readers =
                ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT));
        return readers.hasNext() ? Optional.of(readers.next()) : Optional.empty();
    }

    /** The JPEG decoder fills missing parts with grey and warns; other warnings are harmless. */
    private static final class Shortfall implements IIOReadWarningListener {
        private boolean seen;

        @Override
        public void warningOccurred(ImageReader source, String warning) {
            seen |= warning.toLowerCase(Locale.ROOT).contains("premature end");
        }
    }
}
