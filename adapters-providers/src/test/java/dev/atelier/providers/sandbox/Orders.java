package dev.atelier.providers.sandbox;

import dev.atelier.core.fakes.BytesPicture;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** What the tests of the sandbox order. */
final class Orders {
    static final ProviderId SANDBOX = new ProviderId("sandbox");
    static final ModelId MODEL = new ModelId("bauhaus");

    private Orders() {}

    static ProviderSettings settings(Map<String, String> options) {
        return new ProviderSettings(SANDBOX, "Sandbox", null, MODEL, options, null, null);
    }

    static ImageOrder order(String prompt, String reference) {
        return new ImageOrder(MODEL, prompt, List.of(), null, "1:1", "draft", 1L, null, reference);
    }

    static ImageOrder order(String prompt, String reference, URI callbackUrl) {
        return new ImageOrder(MODEL, prompt, List.of(), null, "1:1", "draft", 1L, callbackUrl, reference);
    }

    static ImageOrder order(String prompt, String reference, long seed, List<PictureInput> images) {
        return new ImageOrder(MODEL, prompt, images, null, "1:1", "draft", seed, null, reference);
    }

    static ImageOrder retouch(String reference, long seed, List<PictureInput> images, PictureInput mask) {
        return new ImageOrder(MODEL, "many red circles", images, mask, "1:1", "draft", seed, null, reference);
    }

    static VendorTaskId task(Submission submission) {
        return ((Submission.Accepted) submission).task();
    }

    static byte[] bytes(List<ProducedFile> images) {
        return ((ProducedFile.Inline) images.get(0)).bytes();
    }

    /** The picture of a task that is done. */
    static byte[] picture(ImageGenerationProvider provider, VendorTaskId task) {
        return bytes(((TaskProgress.Succeeded) provider.poll(task)).files());
    }

    static BufferedImage decoded(byte[] bytes) {
        try {
            return ImageIO.read(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sheet of one colour with a block of another in its middle. */
    static PictureInput picture(int ground, int block, String format) {
        BufferedImage image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(ground));
        graphics.fillRect(0, 0, 300, 200);
        graphics.setColor(new Color(block));
        graphics.fillRect(100, 50, 100, 100);
        graphics.dispose();
        return input(encoded(image, format));
    }

    /** As large as {@link #picture}, and transparent where that has its block. */
    static PictureInput mask() {
        BufferedImage image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.fillRect(0, 0, 300, 200);
        graphics.setComposite(AlphaComposite.Clear);
        graphics.fillRect(100, 50, 100, 100);
        graphics.dispose();
        return input(encoded(image, "png"));
    }

    private static byte[] encoded(BufferedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static PictureInput input(byte[] bytes) {
        return new BytesPicture(bytes, "image/png", null);
    }
}
