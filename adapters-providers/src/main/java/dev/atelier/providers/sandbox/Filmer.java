package dev.atelier.providers.sandbox;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.Node;

/** Moves a camera over a painting: an animated GIF that the same sheet gives again byte for byte. Thread-safe. */
final class Filmer {
    static final String COMMENT = "Simulated film, drawn by a program; no AI model made it.";
    static final int FRAMES_PER_SECOND = 5;

    private static final String METADATA = "javax_imageio_gif_image_1.0";
    /** How much larger the painting is than what the camera sees at its nearest. */
    private static final double ZOOM = 1.3;

    private Filmer() {}

    static byte[] film(Painter.Sheet sheet, int seconds) {
        BufferedImage painting = Painter.draw(sheet);
        Dice dice = Dice.of("film\n" + sheet.prompt() + "\n" + sheet.seed());
        double toX = dice.range(0, 1);
        double toY = dice.range(0, 1);
        int frames = seconds * FRAMES_PER_SECOND;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 18);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int i = 0; i < frames; i++) {
                // There and back, slowly at both ends, so that the film joins itself.
                double near = (1 - StrictMath.cos(2 * StrictMath.PI * i / frames)) / 2;
                BufferedImage frame = indexed(view(painting, near, toX, toY));
                writer.writeToSequence(new IIOImage(frame, null, metadata(writer, frame, i == 0)), null);
            }
            writer.endWriteSequence();
        } catch (IOException e) {
            throw new UncheckedIOException("a film could not be written to memory", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage view(BufferedImage painting, double near, double toX, double toY) {
        int width = painting.getWidth();
        int height = painting.getHeight();
        double scale = 1 + (ZOOM - 1) * near;
        BufferedImage frame = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = frame.createGraphics();
        // No colours between those of the painting: they would not fit a GIF.
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        int left = (int) ((width - width * scale) * toX);
        int top = (int) ((height - height * scale) * toY);
        graphics.drawImage(painting, left, top, (int) (width * scale), (int) (height * scale), null);
        graphics.dispose();
        Mark.stamp(frame);
        return frame;
    }

    private static BufferedImage indexed(BufferedImage frame) {
        int[] pixels = ((DataBufferInt) frame.getRaster().getDataBuffer()).getData();
        PngFile.ColourTable table = PngFile.ColourTable.of(pixels);
        return table == null ? frame : table.apply(pixels, frame.getWidth(), frame.getHeight());
    }

    private static IIOMetadata metadata(ImageWriter writer, BufferedImage frame, boolean first) throws IOException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(frame), null);
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(METADATA);
        IIOMetadataNode control = child(root, "GraphicControlExtension");
        control.setAttribute("delayTime", String.valueOf(100 / FRAMES_PER_SECOND));
        control.setAttribute("disposalMethod", "none");
        if (first) {
            IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
            loop.setAttribute("applicationID", "NETSCAPE");
            loop.setAttribute("authenticationCode", "2.0");
            loop.setUserObject(new byte[] {1, 0, 0});
            child(root, "ApplicationExtensions").appendChild(loop);
            IIOMetadataNode comment = new IIOMetadataNode("CommentExtension");
            comment.setAttribute("value", COMMENT);
            child(root, "CommentExtensions").appendChild(comment);
        }
        metadata.setFromTree(METADATA, root);
        return metadata;
    }

    private static IIOMetadataNode child(IIOMetadataNode root, String name) {
        for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(name)) {
                return (IIOMetadataNode) node;
            }
        }
        IIOMetadataNode made = new IIOMetadataNode(name);
        root.appendChild(made);
        return made;
    }
}
