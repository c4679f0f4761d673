package dev.atelier.providers.kie;

import static dev.atelier.providers.Fixtures.CLOCK;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.spi.LlmProvider;
import dev.atelier.core.provider.spi.LlmProviderContract;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.StubVendor;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class KieLlmContractTest extends LlmProviderContract {
    private final StubVendor vendor = new StubVendor("/gemini-3-pro/v1/chat/completions");
    private final LlmProvider provider = new KieProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .llm(Fixtures.settings(vendor.port(), "gemini-3-pro", StubVendor.SHORT_TIMEOUT, null));

    @AfterEach
    void stop() {
        vendor.close();
    }

    @Override
    protected LlmProvider provider() {
        return provider;
    }

    @Override
    protected void vendorAnswers(String text) {
        vendor.answersEverything(200, answer(text));
    }

    private static String answer(String text) {
        String quoted = JsonNodeFactory.instance.textNode(text).toString();
        return "{\"model\": \"gemini-3-pro\", \"choices\": [{\"message\": {\"content\": " + quoted
                + "}, \"finish_reason\": \"stop\"}]}";
    }

    @Override
    protected String lastRequestBody() {
        var requests = vendor.paidRequests();
        return requests.get(requests.size() - 1).getBodyAsString();
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
        vendor.answersEverything(200, KieRefusals.body(kind));
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
