package dev.atelier.providers.openai;

import static dev.atelier.providers.Fixtures.CLOCK;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.spi.VisionProvider;
import dev.atelier.core.provider.spi.VisionProviderContract;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.StubVendor;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class OpenAiVisionContractTest extends VisionProviderContract {
    private final StubVendor vendor = new StubVendor("/v1/chat/completions");
    private final VisionProvider provider = new OpenAiProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .vision(Fixtures.settings(vendor.port(), "gpt-6-luna", StubVendor.SHORT_TIMEOUT, null));

    @AfterEach
    void stop() {
        vendor.close();
    }

    @Override
    protected VisionProvider provider() {
        return provider;
    }

    @Override
    protected void vendorAnswers(String text) {
        vendor.answersEverything(200, answer(text));
    }

    private static String answer(String text) {
        String quoted = JsonNodeFactory.instance.textNode(text).toString();
        return "{\"model\": \"gpt-6-luna\", \"choices\": [{\"message\": {\"content\": " + quoted
                + "}, \"finish_reason\": \"stop\"}]}";
    }

    @Override
    protected Set<FailureKind> refusals() {
        return Set.of(
                FailureKind.INVALID_ORDER,
                FailureKind.CONTENT_REFUSED,
                FailureKind.CREDENTIALS,
                FailureKind.VENDOR_BALANCE,
                FailureKind.RATE_LIMITED,
                FailureKind.UNAVAILABLE);
    }

    @Override
    protected void vendorRefuses(FailureKind kind) {
        vendor.answersEverything(OpenAiRefusals.status(kind), OpenAiRefusals.body(kind));
    }

    @Override
    protected void vendorHangsUpAfterReadingTheRequest() {
        vendor.hangsUp();
    }

    @Override
    protected void vendorAnswersGarbage(Garbage garbage) {
        vendor.answersGarbage(garbage);
    }

    @Override
    protected void vendorAnswersSlowly() {
        vendor.answersSlowly(answer("late"));
    }

    @Override
    protected void vendorIsDown() {
        vendor.goesDown();
    }

    @Override
    protected int paidRequestsSeen() {
        return vendor.paidRequests().size();
    }

    @Override
    protected Set<String> secretsToLookFor() {
        return Set.of(Fixtures.KEY);
    }
}
