package dev.atelier.app.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.app.e2e.ApiClient;
import dev.atelier.app.e2e.ServerProcess;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** A real server with the sandbox vendor, and what a program needs to be let in. */
final class OpenAiServer implements AutoCloseable {
    private static final String EMAIL = "owner@door.example";
    private static final String PASSWORD = "a long sentence for the door";

    final ApiClient owner;
    final ApiClient viewer;
    /** An access token of the owner that may do what the door is for and nothing else. */
    final String key;

    final Path picture;
    /** As large as the picture, with a hole in its middle. */
    final Path mask;
    /** Of another size. */
    final Path smallMask;

    private final ServerProcess process;

    OpenAiServer(Path folder) throws IOException {
        Map<String, String> environment = new HashMap<>();
        // Whatever keys the developer's own shell has: nothing here may reach a vendor or a bucket.
        for (String setting : List.of(
                "KIE_AI_API_KEY",
                "ANTHROPIC_API_KEY",
                "OPENAI_API_KEY",
                "OPENROUTER_API_KEY",
                "GEMINI_API_KEY",
                "NANO_BANANA_API_KEY",
                "VEO3_API_KEY",
                "R2_ACCOUNT_ID",
                "S3_BUCKET")) {
            environment.put(setting, "");
        }
        environment.put("PORT", Integer.toString(ServerProcess.freePort()));
        environment.put("ATELIER_DATA", folder.resolve("data").toString());
        environment.put("ATELIER_HOST", "127.0.0.1");
        environment.put("ATELIER_OWNER_EMAIL", EMAIL);
        environment.put("ATELIER_OWNER_PASSWORD", PASSWORD);
        environment.put("ATELIER_WELCOME_CREDITS", "500");
        process = new ServerProcess(environment, folder.resolve("server.log"));
        process.start();
        owner = new ApiClient(process.url()).signIn(EMAIL, PASSWORD);
        key = owner.post(
                        "/api/v1/access-tokens",
                        "{\"name\":\"program\",\"scopes\":[\"generations:write\",\"models:read\"]}")
                .json()
                .path("token")
                .asText();
        assertThat(key).startsWith("atl_");
        String invite = owner.post(
                        "/api/v1/admin/members/invites", "{\"email\":\"viewer@door.example\",\"role\":\"viewer\"}")
                .json()
                .path("token")
                .asText();
        viewer = new ApiClient(process.url()).join(invite, "Viewer", PASSWORD);
        // Nobody here can pay for a draft.
        assertThat(owner.post(
                                "/api/v1/admin/prices",
                                "{\"model\":\"sandbox/painter\",\"quality\":\"draft\",\"credits\":1000000,\"costMicros\":0}")
                        .status())
                .isEqualTo(201);
        picture = Files.write(folder.resolve("picture.png"), png());
        mask = Files.write(folder.resolve("mask.png"), mask(64, 48));
        smallMask = Files.write(folder.resolve("small-mask.png"), mask(32, 32));
    }

    /** What a client of OpenAI's API is pointed at. */
    URI url() {
        return process.url().resolve("/v1");
    }

    static byte[] png() {
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        image.createGraphics().fillRect(8, 8, 20, 20);
        image.setRGB(40, 40, Color.ORANGE.getRGB());
        return encoded(image);
    }

    /** White, with a hole in its middle that is half as wide and half as high. */
    private static byte[] mask(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.fillRect(0, 0, width, height);
        graphics.setComposite(AlphaComposite.Clear);
        graphics.fillRect(width / 4, height / 4, width / 2, height / 2);
        graphics.dispose();
        return encoded(image);
    }

    private static byte[] encoded(BufferedImage image) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String log() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }
}
