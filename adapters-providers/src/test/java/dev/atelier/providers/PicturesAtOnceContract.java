package dev.atelier.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.ImageGenerationProviderContract;
import dev.atelier.providers.http.JsonCall;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;

/** What a painter's adapter promises, told of a vendor on a local server that answers with the pictures at once. */
public abstract class PicturesAtOnceContract extends ImageGenerationProviderContract {
    private final StubVendor vendor;
    private final String route;
    private final String model;
    private final String pictures;
    private final ToIntFunction<FailureKind> status;
    private final Function<FailureKind, String> body;

    /**
     * @param route the route that costs money
     * @param pictures a good answer
     * @param status the HTTP status of a refusal of this kind; {@code body} its body
     */
    protected PicturesAtOnceContract(
            String route,
            String model,
            String pictures,
            ToIntFunction<FailureKind> status,
            Function<FailureKind, String> body) {
        this.vendor = new StubVendor(route, JsonCall.PICTURES);
        this.route = route;
        this.model = model;
        this.pictures = pictures;
        this.status = status;
        this.body = body;
    }

    /** What the provider under test is built with, so that it talks to the stand-in. */
    protected final ProviderSettings settings() {
        return settings(Map.of());
    }

    /** The same, with options. */
    protected final ProviderSettings settings(Map<String, String> options) {
        Map<String, String> all = new HashMap<>(StubVendor.SHORT_TIMEOUT);
        all.putAll(options);
        return Fixtures.settings(vendor.port(), model, all, null);
    }

    @AfterEach
    void stop() {
        vendor.close();
    }

    @Override
    protected final boolean answersAtOnce() {
        return true;
    }

    @Override
    protected final ModelId model() {
        return new ModelId(model);
    }

    @Override
    protected final void vendorAccepts(String task) {
        vendor.answers(post(route), 200, pictures);
    }

    @Override
    protected final void vendorStillWorksOn(String task) {
        throw new AssertionError("there are no tasks");
    }

    @Override
    protected final void vendorHasFinished(String task) {
        throw new AssertionError("there are no tasks");
    }

    @Override
    protected final void vendorGaveUp(String task) {
        throw new AssertionError("there are no tasks");
    }

    @Override
    protected final void vendorDoesNotList(String task) {
        vendor.answers(get(anyUrl()), 404, "{}");
    }

    @Override
    protected final Set<FailureKind> refusals() {
        return TextDialect.REFUSALS;
    }

    @Override
    protected final void vendorRefuses(FailureKind kind) {
        vendor.answersEverything(status.applyAsInt(kind), body.apply(kind));
    }

    @Override
    protected final void vendorHangsUpAfterReadingTheRequest() {
        vendor.hangsUp();
    }

    @Override
    protected final void vendorAnswersGarbage(Garbage garbage) {
        vendor.answersGarbage(garbage);
    }

    @Override
    protected final void vendorAnswersSlowly() {
        vendor.answersSlowly(pictures);
    }

    @Override
    protected final void vendorIsDown() {
        vendor.goesDown();
    }

    @Override
    protected final int paidRequestsSeen() {
        return vendor.paidRequests().size();
    }

    @Override
    protected final Set<String> secretsToLookFor() {
        return Set.of(Fixtures.KEY);
    }
}
