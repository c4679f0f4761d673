package dev.atelier.providers.sandbox;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes pictures as PNG: with a colour table where few colours do, which is small and three times as fast. */
final class PngFile {
    static final String SOFTWARE = "Atelier sandbox";
    static final String COMMENT = "Simulated picture, drawn by a program; no AI model made it.";

    private static final int SLOTS = 1 << 14;
    private static final int MOST_COLOURS = 6_000;

    private PngFile() {}

    /** @param image of type {@code TYPE_INT_RGB}; must not be used any more */
    static byte[] write(BufferedImage image) {
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        ColourTable table = ColourTable.of(pixels);
        BufferedImage lean = table == null ? image : table.apply(pixels, image.getWidth(), image.getHeight());
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            // The scale is turned round: 1 is least compression. This is zlib's level 3.
            param.setCompressionQuality(0.7f);
            IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(lean), param);
            metadata.mergeTree("javax_imageio_png_1.0", texts());
            writer.setOutput(out);
            writer.write(null, new IIOImage(lean, null, metadata), param);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture could not be written to memory", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static IIOMetadataNode texts() {
        IIOMetadataNode texts = new IIOMetadataNode("tEXt");
        texts.appendChild(text("Software", SOFTWARE));
        texts.appendChild(text("Comment", COMMENT));
        IIOMetadataNode root = new IIOMetadataNode("javax_imageio_png_1.0");
        root.appendChild(texts);
        return root;
    }

    private static IIOMetadataNode text(String keyword, String value) {
        IIOMetadataNode entry = new IIOMetadataNode("tEXtEntry");
        entry.setAttribute("keyword", keyword);
        entry.setAttribute("value", value);
        return entry;
    }

    /** The most frequent 256 colours; the rest, thin steps along edges, go to their nearest. */
    static final class ColourTable {
        private final int[] keys = new int[SLOTS];
        private final int[] counts = new int[SLOTS];
        private final byte[] index = new byte[SLOTS];
        private int[] colours = new int[0];
        private int size;

        /** Null if the picture has so many colours that a table would show. */
        static @Nullable ColourTable of(int[] pixels) {
            ColourTable table = new ColourTable();
            if (!table.count(pixels)) {
                return null;
            }
            table.choose();
            return table;
        }

        private boolean count(int[] pixels) {
            int last = -1;
            int slot = 0;
            for (int pixel : pixels) {
                int rgb = pixel & 0xFFFFFF;
                if (rgb != last) {
                    last = rgb;
                    slot = slot(rgb);
                    if (counts[slot] == 0) {
                        keys[slot] = rgb;
                        size++;
                        if (size > MOST_COLOURS) {
                            return false;
                        }
                    }
                }
                counts[slot]++;
            }
            return true;
        }

        private int slot(int rgb) {
            int slot = (rgb * 0x9E3779B1) >>> 18;
            while (counts[slot] != 0 && keys[slot] != rgb) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            return slot;
        }

        private void choose() {
            long[] ranked = new long[size];
            int found = 0;
            for (int slot = 0; slot < SLOTS; slot++) {
                if (counts[slot] != 0) {
                    ranked[found++] = ((long) -counts[slot] << 24) | keys[slot];
                }
            }
            Arrays.sort(ranked);
            colours = new int[Math.min(size, 256)];
            for (int i = 0; i < size; i++) {
                int rgb = (int) (ranked[i] & 0xFFFFFF);
                if (i < 256) {
                    colours[i] = rgb;
                }
                index[slot(rgb)] = (byte) (i < 256 ? i : nearest(rgb));
            }
        }

        private int nearest(int rgb) {
            int best = 0;
            int distance = Integer.MAX_VALUE;
            for (int i = 0; i < colours.length; i++) {
                int far = Hue.distance(colours[i], rgb);
                if (far < distance) {
                    distance = far;
                    best = i;
                }
            }
            return best;
        }

        BufferedImage apply(int[] pixels, int width, int height) {
            IndexColorModel model = new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
            byte[] out = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
            int last = -1;
            byte value = 0;
            for (int i = 0; i < pixels.length; i++) {
                int rgb = pixels[i] & 0xFFFFFF;
                if (rgb != last) {
                    last = rgb;
                    value = index[slot(rgb)];
                }
                out[i] = value;
            }
            return image;
        }
    }
}
