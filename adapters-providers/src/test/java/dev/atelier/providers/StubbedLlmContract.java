package dev.atelier.providers;

import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.spi.LlmProviderContract;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** What a language model's adapter promises, told of a vendor on a local server. */
public abstract class StubbedLlmContract extends LlmProviderContract {
    private final StubVendor vendor;
    private final TextDialect dialect;

    /** @param paidRoute the path of the route that costs money, as a regular expression */
    protected StubbedLlmContract(String paidRoute, TextDialect dialect) {
        this.vendor = new StubVendor(paidRoute);
        this.dialect = dialect;
    }

    /** What the provider under test is built with, so that it talks to the stand-in. */
    protected final ProviderSettings settings(String model) {
        return Fixtures.settings(vendor.port(), model, StubVendor.SHORT_TIMEOUT, null);
    }

    @AfterEach
    void stop() {
        vendor.close();
    }

    @Override
    protected final void vendorAnswers(String text) {
        vendor.answersEverything(200, dialect.answer(text));
    }

    @Override
    protected final void vendorStreams(List<String> pieces) {
        vendor.streams(dialect.stream(pieces, true));
    }

    @Override
    protected final void vendorBreaksOffAfter(List<String> pieces) {
        vendor.streams(dialect.stream(pieces, false));
    }

    @Override
    protected final String lastRequestBody() {
        var requests = vendor.paidRequests();
        return requests.get(requests.size() - 1).getBodyAsString();
    }

    @Override
    protected final Set<FailureKind> refusals() {
        return TextDialect.REFUSALS;
    }

    @Override
    protected final void vendorRefuses(FailureKind kind) {
        vendor.answersEverything(dialect.refusalStatus(kind), dialect.refusal(kind));
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
        vendor.answersSlowly(dialect.answer("late"));
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
