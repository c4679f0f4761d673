package dev.atelier.core.fakes;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Small sound files of films and voices. */
public final class SampleMedia {
    private static final String GIF_METADATA = "javax_imageio_gif_image_1.0";

    private SampleMedia() {}

    /** A film of two frames, each shown for half a second. */
    public static byte[] gif(int widthPx, int heightPx) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (Color colour : List.of(Color.RED, Color.BLUE)) {
                BufferedImage frame = new BufferedImage(widthPx, heightPx, BufferedImage.TYPE_INT_RGB);
                frame.createGraphics().setBackground(colour);
                IIOMetadata metadata =
                        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(frame), null);
                IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(GIF_METADATA);
                IIOMetadataNode control = (IIOMetadataNode)
                        root.getElementsByTagName("GraphicControlExtension").item(0);
                control.setAttribute("delayTime", "50");
                metadata.setFromTree(GIF_METADATA, root);
                writer.writeToSequence(new IIOImage(frame, null, metadata), null);
            }
            writer.endWriteSequence();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Silence in 8 bits at 8,000 a second. */
    public static byte[] wav(double seconds) {
        int samples = (int) (seconds * 8_000);
        ByteBuffer out = ByteBuffer.allocate(44 + samples).order(ByteOrder.LITTLE_ENDIAN);
        out.put(text("RIFF")).putInt(36 + samples).put(text("WAVEfmt ")).putInt(16);
        out.putShort((short) 1).putShort((short) 1).putInt(8_000).putInt(8_000);
        out.putShort((short) 1).putShort((short) 8).put(text("data")).putInt(samples);
        return out.array();
    }

    /** An MP4 of one film track, with nothing to see in it. */
    public static byte[] mp4(int widthPx, int heightPx, int millis) {
        byte[] movieHead = box(
                "mvhd",
                ByteBuffer.allocate(100).putInt(12, 1_000).putInt(16, millis).array());
        byte[] trackHead = box(
                "tkhd",
                ByteBuffer.allocate(84)
                        .putInt(76, widthPx << 16)
                        .putInt(80, heightPx << 16)
                        .array());
        byte[] handler =
                box("hdlr", ByteBuffer.allocate(24).put(8, text("vide")).array());
        byte[] track = box("trak", trackHead, box("mdia", handler));
        return join(
                box("ftyp", text("isom\0\0\2\0isomiso2")), box("moov", movieHead, track), box("mdat", new byte[64]));
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] box(String type, byte[]... content) {
        byte[] all = join(content);
        return ByteBuffer.allocate(8 + all.length)
                .putInt(8 + all.length)
                .put(text(type))
                .put(all)
                .array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
