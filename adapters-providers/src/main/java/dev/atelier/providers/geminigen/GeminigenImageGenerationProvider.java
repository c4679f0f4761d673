package dev.atelier.providers.geminigen;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.text.InlinePicture;
import java.time.Clock;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;

/** Pictures by Geminigen. */
final class GeminigenImageGenerationProvider extends GeminigenTaskProvider implements ImageGenerationProvider {
    GeminigenImageGenerationProvider(ProviderSettings settings, GuardedHttp http, Clock clock) {
        super(settings, http, clock);
    }

    @Override
    public Submission submit(ImageOrder order) {
        if (order.mask() != null) {
            throw new ProviderFailure(id(), FailureKind.INVALID_ORDER, id() + ": no model here takes a mask");
        }
        MultipartBody.Builder form = new MultipartBody.Builder()
                .setType(MultipartBody.FORM)
                .addFormDataPart("prompt", order.prompt())
                .addFormDataPart("model", wireName(order.model().value()))
                .addFormDataPart("output_format", options().text("outputFormat", "png"));
        if (order.aspectRatio() != null) {
            form.addFormDataPart("aspect_ratio", order.aspectRatio());
        }
        if (order.quality() != null) {
            form.addFormDataPart("resolution", order.quality());
        }
        String style = options().text("style", "");
        if (!style.isEmpty()) {
            form.addFormDataPart("style", style);
        }
        for (PictureInput picture : order.images()) {
            add(form, picture);
        }
        return submit("generate_image", form.build());
    }

    /** By address where the vendor can read it, else its bytes, which are read before anything is sent. */
    private void add(MultipartBody.Builder form, PictureInput picture) {
        if (picture.url().isPresent()) {
            form.addFormDataPart("file_urls", picture.url().get().toString());
        } else {
            form.addFormDataPart(
                    "files",
                    "picture",
                    RequestBody.create(InlinePicture.bytes(id(), picture), MediaType.get(picture.contentType())));
        }
    }
}
