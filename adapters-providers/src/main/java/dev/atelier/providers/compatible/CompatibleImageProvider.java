package dev.atelier.providers.compatible;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.providers.dialect.ImagesRoute;
import dev.atelier.providers.dialect.OpenAiServer;
import dev.atelier.providers.dialect.PictureSizes;
import dev.atelier.providers.http.Json;
import java.time.Duration;

/** A painter behind the images routes. What an order does not name is not sent: the catalogue says what the model takes. */
final class CompatibleImageProvider implements ImageGenerationProvider {
    private final OpenAiServer server;
    private final ImagesRoute images;

    CompatibleImageProvider(OpenAiServer server) {
        this.server = server;
        this.images = new ImagesRoute(server);
    }

    @Override
    public ProviderId id() {
        return server.id();
    }

    @Override
    public String displayName() {
        return server.displayName();
    }

    @Override
    public Duration callTimeout() {
        return images.callTimeout();
    }

    @Override
    public Submission submit(ImageOrder order) {
        ObjectNode more = Json.object();
        String format = server.options().text("responseFormat", "b64_json");
        if (!format.equals("none")) {
            more.put("response_format", format);
        }
        String size = size(order);
        if (!size.isEmpty()) {
            more.put("size", size);
        }
        if (order.quality() != null) {
            more.put("quality", order.quality());
        }
        if (order.seed() != null) {
            more.put("seed", order.seed());
        }
        return images.submit(order, more);
    }

    /** The pixels of the ratio; the option {@code size} where the server knows one size alone. */
    private String size(ImageOrder order) {
        String fixed = server.options().text("size", "");
        String ratio = order.aspectRatio();
        if (!fixed.isEmpty() || ratio == null) {
            return fixed;
        }
        return PictureSizes.of(ratio, 1)
                .orElseThrow(() -> server.failure(FailureKind.INVALID_ORDER, "there is no such aspect ratio"));
    }
}
