package dev.atelier.core.picture;

import dev.atelier.core.picture.PictureFiles.ScaledPicture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Reads no more pixels than fit the budget, averages them down, turns them upright and writes them anew. */
final class PictureScaling {
    /** Heap for decoded samples: a photograph of 13 megapixels is read whole, a larger one with every second row and column. */
    private static final long DECODED_BYTES = 40L << 20;

    /** Nothing that passed any sensible inspection is refused here; it only stops callers that did not inspect. */
    private static final PictureLimits BACKSTOP = new PictureLimits(Long.MAX_VALUE, 200_000_000L, 100_000);

    private static final float JPEG_QUALITY = 0.85f;

    private PictureScaling() {}

    static ScaledPicture scale(Path file, int longestSidePx) throws IOException {
        if (longestSidePx < 1) {
            throw new IllegalArgumentException("longestSidePx is " + longestSidePx + ", wanted 1 or more");
        }
        Anatomy anatomy = PictureInspection.anatomy(file, BACKSTOP);
        int step = PictureInspection.step(anatomy, DECODED_BYTES / bytesPerPixel(anatomy));
        PictureDecoding.Pixels pixels = PictureDecoding.decode(file, anatomy, step)
                .orElseThrow(() -> new IOException("no ImageIO reader for " + anatomy.format() + " on the class path"));
        double factor = Math.min(1.0, (double) longestSidePx / Math.max(anatomy.widthPx(), anatomy.heightPx()));
        // A narrow picture keeps at least one pixel; a step can leave fewer pixels than a huge copy would have.
        int width = side(anatomy.widthPx() * factor, pixels.raster().getWidth());
        int height = side(anatomy.heightPx() * factor, pixels.raster().getHeight());
        ArgbImage scaled = AreaAverage.scale(SampleRows.of(pixels), width, height);
        return encode(ColourProfile.toSrgb(scaled, anatomy.colourProfile()).upright(anatomy.orientation()));
    }

    private static int side(double wanted, int available) {
        return Math.max(1, Math.min(available, (int) Math.round(wanted)));
    }

    private static int bytesPerPixel(Anatomy anatomy) {
        return switch (anatomy.format()) {
            case JPEG -> Math.max(1, anatomy.components());
            // Up to four channels; a PNG may have 16 bits in each.
            case PNG -> 8;
            case WEBP -> 4;
        };
    }

    private static ScaledPicture encode(ArgbImage image) throws IOException {
        boolean alpha = image.hasTransparency();
        PictureFormat format = alpha ? PictureFormat.PNG : PictureFormat.JPEG;
        BufferedImage buffered = new BufferedImage(
                image.width(), image.height(), alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        buffered.setRGB(0, 0, image.width(), image.height(), image.argb(), 0, image.width());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format.name().toLowerCase(Locale.ROOT))
                .next();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (!alpha) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(JPEG_QUALITY);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(buffered, null, null), param);
        } finally {
            writer.dispose();
        }
        return new ScaledPicture(bytes.toByteArray(), format, image.width(), image.height());
    }
}
