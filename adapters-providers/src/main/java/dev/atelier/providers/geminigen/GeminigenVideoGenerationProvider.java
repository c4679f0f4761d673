package dev.atelier.providers.geminigen;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.VideoOrder;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import dev.atelier.providers.http.GuardedHttp;
import java.time.Clock;
import okhttp3.MultipartBody;

/** Films by Geminigen, from words alone: its users contradict each other on how pictures are sent along. */
final class GeminigenVideoGenerationProvider extends GeminigenTaskProvider implements VideoGenerationProvider {
    GeminigenVideoGenerationProvider(ProviderSettings settings, GuardedHttp http, Clock clock) {
        super(settings, http, clock);
    }

    @Override
    public Submission submit(VideoOrder order) {
        if (!order.images().isEmpty()) {
            throw new ProviderFailure(id(), FailureKind.INVALID_ORDER, id() + ": films are made from words alone here");
        }
        String model = wireName(order.model().value());
        MultipartBody.Builder form = new MultipartBody.Builder()
                .setType(MultipartBody.FORM)
                .addFormDataPart("prompt", order.prompt())
                .addFormDataPart("model", model);
        if (order.aspectRatio() != null) {
            form.addFormDataPart("aspect_ratio", order.aspectRatio());
        }
        if (order.quality() != null) {
            form.addFormDataPart("resolution", order.quality());
        }
        if (order.seconds() != null) {
            form.addFormDataPart("duration", order.seconds().toString());
        }
        return submit("video-gen/" + family(model), form.build());
    }

    private static String family(String model) {
        return model.startsWith("sora") ? "sora" : model.startsWith("grok") ? "grok" : "veo";
    }
}
