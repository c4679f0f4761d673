package dev.atelier.core.media;

import dev.atelier.core.picture.PictureLimits;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/** Takes the first frame out of a GIF; the JDK reads no other film. */
final class GifFrame {
    private GifFrame() {}

    /** Writes it as a PNG; false if it cannot be read or has too many pixels. */
    static boolean write(Path gif, Path png, PictureLimits limits) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("gif");
        if (!readers.hasNext()) {
            return false;
        }
        ImageReader reader = readers.next();
        try (FileImageInputStream in = new FileImageInputStream(gif.toFile())) {
            reader.setInput(in, true, true);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > limits.maxPixels()) {
                return false;
            }
            BufferedImage frame = reader.read(0);
            return ImageIO.write(frame, "png", png.toFile());
        } catch (IndexOutOfBoundsException | IOException | IllegalArgumentException unreadable) {
            // A film without a poster is still a film.
            return false;
        } finally {
            reader.dispose();
        }
    }
}
