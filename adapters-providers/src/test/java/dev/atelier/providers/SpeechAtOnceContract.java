package dev.atelier.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.SpeechProviderContract;
import dev.atelier.providers.http.JsonCall;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;

/** What a speaker's adapter promises, told of a vendor on a local server that answers with the sound at once. */
public abstract class SpeechAtOnceContract extends SpeechProviderContract {
    /** The beginning of a recording. */
    protected static final byte[] MP3 = {'I', 'D', '3', 4, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFB, 0x50, 0};

    protected final StubVendor vendor;
    private final String route;
    private final String model;
    private final ToIntFunction<FailureKind> status;
    private final Function<FailureKind, String> body;

    /**
     * @param route the route that costs money
     * @param status the HTTP status of a refusal of this kind; {@code body} its body
     */
    protected SpeechAtOnceContract(
            String route, String model, ToIntFunction<FailureKind> status, Function<FailureKind, String> body) {
        this.vendor = new StubVendor(route, JsonCall.PICTURES);
        this.route = route;
        this.model = model;
        this.status = status;
        this.body = body;
    }

    /** What the provider under test is built with, so that it talks to the stand-in. */
    protected final ProviderSettings settings(Map<String, String> options) {
        return Fixtures.settings(vendor.port(), model, options, null);
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
        vendor.answers(post(route), MP3, "audio/mpeg");
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
        vendor.answersSlowly("late");
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
