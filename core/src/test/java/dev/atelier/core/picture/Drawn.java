package dev.atelier.core.picture;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures that tests draw, and knives to cut them with. */
final class Drawn {
    private Drawn() {}

    /** Red at the top left, green at the top right, blue at the bottom left, white at the bottom right. */
    static BufferedImage corners(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D g = image.createGraphics();
        fill(g, Color.RED, 0, 0, width / 2, height / 2);
        fill(g, Color.GREEN, width / 2, 0, width - width / 2, height / 2);
        fill(g, Color.BLUE, 0, height / 2, width / 2, height - height / 2);
        fill(g, Color.WHITE, width / 2, height / 2, width - width / 2, height - height / 2);
        g.dispose();
        return image;
    }

    /** A smooth sweep with some lines, so that the file has content all over. */
    static BufferedImage sweep(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D g = image.createGraphics();
        g.setPaint(new GradientPaint(0, 0, Color.ORANGE, width, height, Color.BLUE));
        g.fillRect(0, 0, width, height);
        g.setColor(Color.BLACK);
        for (int i = 0; i < width; i += 7) {
            g.drawLine(i, 0, width - i, height);
        }
        g.dispose();
        return image;
    }

    private static void fill(Graphics2D g, Color colour, int x, int y, int width, int height) {
        g.setColor(colour);
        g.fillRect(x, y, width, height);
    }

    static byte[] png(BufferedImage image) {
        return write(new IIOImage(image, null, null), "png", false);
    }

    static byte[] jpeg(BufferedImage image) {
        return write(new IIOImage(image, null, null), "jpeg", false);
    }

    static byte[] progressiveJpeg(BufferedImage image) {
        return write(new IIOImage(image, null, null), "jpeg", true);
    }

    /** Four inks, as scanners and print shops send them; written without colour conversion. */
    static byte[] jpeg(Raster raster) {
        return write(new IIOImage(raster, null, null), "jpeg", false);
    }

    private static byte[] write(IIOImage image, String format, boolean progressive) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (progressive) {
                param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            writer.setOutput(out);
            writer.write(null, image, param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Puts a segment right behind the start marker of a JPEG. */
    static byte[] withSegment(byte[] jpeg, int marker, byte[] data) {
        return ByteBuffer.allocate(jpeg.length + data.length + 4)
                .put(jpeg, 0, 2)
                .put((byte) 0xff)
                .put((byte) marker)
                .putShort((short) (data.length + 2))
                .put(data)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** An EXIF block with nothing but the orientation. */
    static byte[] exif(int orientation) {
        return ByteBuffer.allocate(26)
                .put("MM\0*".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    static byte[] withExif(byte[] jpeg, int orientation) {
        return withSegment(jpeg, 0xe1, join("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1), exif(orientation)));
    }

    /** Puts a chunk behind the header of a PNG. */
    static byte[] withChunk(byte[] png, String name, byte[] data) {
        int afterHeader = 8 + 25;
        return join(join(slice(png, 0, afterHeader), chunk(name, data)), slice(png, afterHeader, png.length));
    }

    static byte[] chunk(String name, byte[] data) {
        byte[] named = join(name.getBytes(StandardCharsets.ISO_8859_1), data);
        CRC32 crc = new CRC32();
        crc.update(named);
        return ByteBuffer.allocate(named.length + 8)
                .putInt(data.length)
                .put(named)
                .putInt((int) crc.getValue())
                .array();
    }

    /** A PNG that says how large it is and no more. */
    static byte[] pngHeader(int width, int height) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 6, 0, 0, 0})
                .array();
        return join("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1), chunk("IHDR", header));
    }

    static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
