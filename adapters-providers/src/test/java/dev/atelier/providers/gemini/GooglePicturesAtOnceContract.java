package dev.atelier.providers.gemini;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;

import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.providers.http.GuardedHttp;
import java.util.function.Function;

/** Routes that answer a submit with the pictures: there are no tasks. */
public abstract class GooglePicturesAtOnceContract extends GoogleImageContract {
    private final String path;
    private final String pictures;

    protected GooglePicturesAtOnceContract(
            Function<GuardedHttp, ProviderFactory> adapter, String path, String model, String pictures) {
        super(adapter, path, model);
        this.path = path;
        this.pictures = pictures;
    }

    @Override
    protected boolean answersAtOnce() {
        return true;
    }

    @Override
    protected void vendorAccepts(String task) {
        google.answers(post(path), 200, pictures);
    }

    @Override
    protected void vendorStillWorksOn(String task) {
        throw new AssertionError("there are no tasks");
    }

    @Override
    protected void vendorHasFinished(String task) {
        throw new AssertionError("there are no tasks");
    }

    @Override
    protected void vendorGaveUp(String task) {
        throw new AssertionError("there are no tasks");
    }

    @Override
    protected void vendorDoesNotList(String task) {
        google.answers(get(anyUrl()), 404, "{}");
    }
}
