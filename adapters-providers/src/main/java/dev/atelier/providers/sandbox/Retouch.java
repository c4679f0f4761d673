package dev.atelier.providers.sandbox;

import dev.atelier.core.provider.PictureInput;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Optional;

/**
 * What stays of a picture when a mask says where it is painted anew. Thread-safe as long as nobody draws on it.
 *
 * @param kept the picture made small, transparent where the mask is
 */
record Retouch(BufferedImage kept) {
    private static final int OPAQUE = 128;

    /**
     * @return empty if the mask cannot be decoded
     * @throws IOException if the bytes could not be had
     */
    static Optional<Retouch> of(Inset picture, PictureInput mask) throws IOException {
        return Inset.read(Inset.bytes(mask)).map(holes -> new Retouch(cut(picture.picture(), holes)));
    }

    /** What {@link #png} wrote; empty if it is damaged. */
    static Optional<Retouch> decode(byte[] bytes) {
        return Inset.read(bytes).map(Retouch::new);
    }

    private static BufferedImage cut(BufferedImage picture, BufferedImage holes) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        BufferedImage kept = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int there = holes.getRGB(x * holes.getWidth() / width, y * holes.getHeight() / height);
                if (there >>> 24 >= OPAQUE) {
                    kept.setRGB(x, y, 0xFF000000 | picture.getRGB(x, y));
                }
            }
        }
        return kept;
    }

    /** Lays what stays over the painting, so that it fills it; what does not fit is cut off on both sides. */
    void over(BufferedImage painting) {
        double scale = Math.max(
                (double) painting.getWidth() / kept.getWidth(), (double) painting.getHeight() / kept.getHeight());
        int width = (int) Math.ceil(kept.getWidth() * scale);
        int height = (int) Math.ceil(kept.getHeight() * scale);
        Graphics2D graphics = painting.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        graphics.drawImage(
                kept, (painting.getWidth() - width) / 2, (painting.getHeight() - height) / 2, width, height, null);
        graphics.dispose();
    }

    byte[] png() {
        return Inset.png(kept);
    }
}
