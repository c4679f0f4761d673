package dev.atelier.providers.openai;

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
import java.util.Set;

/** OpenAI as a painter: pictures from words, and edits of up to 16 pictures. */
final class OpenAiImageProvider implements ImageGenerationProvider {
    /** Behind a quality: twice the pixels on each edge. */
    private static final String LARGE = "-2k";

    private static final int MAX_IMAGES = 16;
    private static final Set<String> QUALITIES = Set.of("auto", "low", "medium", "high", "xhigh", "max");
    private static final Set<String> THREE = Set.of("1:1", "3:2", "2:3");

    private final OpenAiServer server;
    private final ImagesRoute images;

    OpenAiImageProvider(OpenAiServer server) {
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
        if (order.images().size() > MAX_IMAGES) {
            throw server.failure(
                    FailureKind.INVALID_ORDER, "the order has " + order.images().size() + " pictures, wanted 0 to 16");
        }
        ObjectNode more = Json.object();
        String quality = order.quality() == null ? "" : order.quality();
        boolean large = quality.endsWith(LARGE);
        String word = large ? quality.substring(0, quality.length() - LARGE.length()) : quality;
        if (!word.isEmpty()) {
            more.put("quality", known(QUALITIES.contains(word), word, "quality"));
        }
        size(order, large, more);
        option("background", more);
        option("moderation", more);
        format(more);
        return images.submit(order, more);
    }

    private void size(ImageOrder order, boolean large, ObjectNode more) {
        String ratio = order.aspectRatio();
        boolean three = OpenAiModels.threeSizes(order.model().value());
        if (three && (large || (ratio != null && !THREE.contains(ratio)))) {
            throw server.failure(FailureKind.INVALID_ORDER, "the model knows three sizes, and this is none of them");
        }
        if (ratio != null) {
            more.put(
                    "size", PictureSizes.of(ratio, large ? 2 : 1).orElseGet(() -> known(false, ratio, "aspect ratio")));
        }
    }

    /** Formats that we can read; the default is PNG. */
    private void format(ObjectNode more) {
        String format = server.options().text("outputFormat", "");
        if (Set.of("png", "jpeg", "webp").contains(format)) {
            more.put("output_format", format);
        }
    }

    private void option(String name, ObjectNode into) {
        String value = server.options().text(name, "");
        if (!value.isEmpty()) {
            into.put(name, value);
        }
    }

    private String known(boolean is, String word, String name) {
        if (!is) {
            String shown = word.matches("[A-Za-z0-9:._-]{1,20}") ? word : "of that name";
            throw server.failure(FailureKind.INVALID_ORDER, "there is no " + name + " " + shown);
        }
        return word;
    }
}
