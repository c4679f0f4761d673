package dev.atelier.app.cli;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Pictures that a test draws for itself. */
final class TestPictures {
    private final Path folder;

    TestPictures(Path folder) {
        this.folder = folder;
    }

    Path png(String name, int width, int height) throws IOException {
        return write(name, "png", drawn(width, height, BufferedImage.TYPE_INT_RGB));
    }

    Path transparentPng(String name) throws IOException {
        return write(name, "png", drawn(320, 200, BufferedImage.TYPE_INT_ARGB));
    }

    Path jpeg(String name, int width, int height) throws IOException {
        return write(name, "jpg", drawn(width, height, BufferedImage.TYPE_INT_RGB));
    }

    /** A JPEG that asks to be turned by 90 degrees. */
    Path turnedJpeg(String name) throws IOException {
        byte[] plain = Files.readAllBytes(jpeg("plain-" + name, 300, 200));
        byte[] tiff = {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0};
        ByteBuffer all = ByteBuffer.allocate(plain.length + tiff.length + 10);
        all.put(plain, 0, 2).putShort((short) 0xFFE1).putShort((short) (tiff.length + 8));
        all.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(tiff);
        all.put(plain, 2, plain.length - 2);
        return Files.write(folder.resolve(name), all.array());
    }

    Path truncated(String name) throws IOException {
        byte[] whole = Files.readAllBytes(png("whole-" + name, 400, 300));
        return Files.write(folder.resolve(name), Arrays.copyOf(whole, whole.length / 2));
    }

    /** A sound PNG whose header was changed to declare 900 megapixels. */
    Path hugeByItsHeader(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(png("small-" + name, 16, 16));
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        buffer.putInt(16, 30_000).putInt(20, 30_000);
        CRC32 crc = new CRC32();
        crc.update(bytes, 12, 17);
        buffer.putInt(29, (int) crc.getValue());
        return Files.write(folder.resolve(name), bytes);
    }

    Path noPicture(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "this is a letter, not a picture");
    }

    private Path write(String name, String format, BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, bytes)) {
            throw new IOException("no writer for " + format);
        }
        return Files.write(folder.resolve(name), bytes.toByteArray());
    }

    private static BufferedImage drawn(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D pen = image.createGraphics();
        pen.setPaint(new GradientPaint(0, 0, Color.ORANGE, width, height, new Color(20, 40, 160, 120)));
        pen.fillRect(0, 0, width, height);
        pen.setColor(Color.RED);
        pen.fillOval(width / 4, height / 4, width / 2, height / 2);
        pen.dispose();
        return image;
    }
}
