package dev.atelier.providers;

import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the vendors' tests share: recorded answers, settings, pictures. */
public final class Fixtures {
    public static final String KEY = "test-key-0123456789-canary";
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC);

    private Fixtures() {}

    public static String text(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream("/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ProviderSettings settings(
            int port, String model, Map<String, String> options, @Nullable String webhookSecret) {
        return new ProviderSettings(
                new ProviderId("stub"),
                "Stub",
                URI.create("http://localhost:" + port),
                new ModelId(model),
                options,
                Secret.of(KEY),
                webhookSecret == null ? null : Secret.of(webhookSecret));
    }

    public static PictureInput picture(String url) {
        return new Picture(new byte[] {1, 2, 3, 4}, Optional.of(URI.create(url)));
    }

    /** A picture in a store that nobody outside can reach. */
    public static PictureInput picture(byte[] bytes) {
        return new Picture(bytes, Optional.empty());
    }

    private record Picture(byte[] bytes, Optional<URI> url) implements PictureInput {
        @Override
        public String contentType() {
            return "image/png";
        }

        @Override
        public long sizeBytes() {
            return bytes.length;
        }

        @Override
        public String sha256() {
            return "0".repeat(64);
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
