package dev.atelier.app.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.app.http.TestServer.Client;
import dev.atelier.core.account.Caller;
import dev.atelier.core.account.Role;
import dev.atelier.core.catalogue.Operation;
import dev.atelier.core.catalogue.PriceKey;
import dev.atelier.core.catalogue.PriceUnit;
import dev.atelier.core.credit.Balance;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.fakes.Together;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.quote.Quote;
import dev.atelier.core.quote.QuoteId;
import dev.atelier.core.quote.spi.QuoteRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateRoutesTest {
    private static final String PATH = "/api/v1/estimate-cost";
    private static GenerationServer api;
    private Caller caller;
    private Client creator;

    @BeforeAll
    static void start() {
        api = new GenerationServer();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void makeOrg() {
        caller = GenerationServer.caller();
        api.grant(caller.org(), 1_000);
        creator = api.server.as(caller.org(), caller.user(), Role.CREATOR);
        price(7, 32_500);
    }

    @Test
    void anEstimateIsWhatAcceptingHolds() {
        Balance before = balance();
        Answer answer = creator.post(PATH, "{\"count\":3,\"aspectRatio\":\"16:9\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode estimate = answer.json();
        assertThat(estimate.path("model").asText()).isEqualTo(ScriptedVendor.MODEL.value());
        assertThat(estimate.path("creditsEach").asLong()).isEqualTo(7);
        assertThat(estimate.path("credits").asLong()).isEqualTo(21);
        assertThat(estimate.path("basis").asText()).isEqualTo("exact");
        assertThat(estimate.path("available").asLong()).isEqualTo(1_000);
        assertThat(estimate.path("affordable").asLong()).isEqualTo(142);
        assertThat(estimate.path("wouldBeRefusedBy").isNull()).isTrue();
        assertThat(balance()).isEqualTo(before);
        Answer accepted = creator.post(GenerationServer.PATH, "{\"prompt\":\"x\",\"imageCount\":3}");
        assertThat(accepted.json().path("creditsHeld").asLong())
                .isEqualTo(estimate.path("credits").asLong());
    }

    @Test
    void tooFewCreditsAreToldAndNotRefused() {
        var poor = GenerationServer.caller();
        api.grant(poor.org(), 13);
        var client = api.server.as(poor.org(), poor.user(), Role.CREATOR);
        JsonNode two = client.post(PATH, "{\"count\":2}").json();
        assertThat(two.path("wouldBeRefusedBy").asText()).isEqualTo("balance");
        assertThat(two.path("affordable").asLong()).isEqualTo(1);
        assertThat(client.post(PATH, "{\"count\":1}")
                        .json()
                        .path("wouldBeRefusedBy")
                        .isNull())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | /count  | missing       | {}
            400 | /prompt      | unknown_field | {"count":1,"prompt":"x"}
            400 | /model  | invalid       | {"count":1,"model":""}
            422 | /count  | out_of_range  | {"count":0}
            422 | /count  | out_of_range  | {"count":9}
            422 | /aspectRatio | unsupported   | {"count":1,"aspectRatio":"7:5"}
            422 | /quality     | unsupported   | {"count":1,"quality":"8K"}
            422 | /model  | unknown       | {"count":1,"model":"no/such"}
            """)
    void whatWouldBeRefusedThereIsRefusedHere(int status, String pointer, String code, String body) {
        Answer answer = creator.post(PATH, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        JsonNode error = answer.json().path("errors").get(0);
        assertThat(error.path("pointer").asText()).isEqualTo(pointer);
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(answer.json().path("charged").asBoolean(true)).isFalse();
    }

    @Test
    void aRunPaysWhatItsQuoteSays() {
        JsonNode quote = quote("{\"count\":2}");
        assertThat(quote.path("credits").asLong()).isEqualTo(14);
        assertThat(quote.path("costMicros").asLong()).isEqualTo(65_000);
        assertThat(quote.path("priceBookVersion").asLong()).isPositive();
        assertThat(quote.path("key").path("source").asText()).isEqualTo("platform");
        price(100, 1);

        Answer run = run(2, quote);
        assertThat(run.status()).as(run.body()).isEqualTo(202);
        assertThat(run.json().path("creditsHeld").asLong()).isEqualTo(14);
        assertThat(creator.post(GenerationServer.PATH, "{\"prompt\":\"x\",\"imageCount\":2}")
                        .json()
                        .path("creditsHeld")
                        .asLong())
                .isEqualTo(200);
    }

    @Test
    void aQuoteIsUsedOnceAndByTheSameCallAgain() {
        JsonNode quote = quote("{\"count\":1}");
        var keyed = creator.with("Idempotency-Key", "once");
        Answer first = keyed.post(GenerationServer.PATH, bound(1, quote));
        Answer twin = keyed.post(GenerationServer.PATH, bound(1, quote));
        assertThat(first.status()).isEqualTo(202);
        assertThat(GenerationServer.idOf(twin)).isEqualTo(GenerationServer.idOf(first));
        assertRefused(run(1, quote), 409, "/quoteId", "quote_over");

        JsonNode contested = quote("{\"count\":1}");
        List<Answer> answers = Together.run(8, i -> run(1, contested));
        assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(7);
    }

    @Test
    void aQuoteIsForItsOwnRequestAndOrgAndTime() {
        JsonNode quote = quote("{\"count\":1,\"aspectRatio\":\"16:9\"}");
        assertRefused(run(1, quote), 422, "/quoteId", "other_request");
        assertRefused(run(2, quote), 422, "/quoteId", "other_request");
        var stranger = GenerationServer.caller();
        api.grant(stranger.org(), 100);
        Answer foreign = api.server
                .as(stranger.org(), stranger.user(), Role.CREATOR)
                .post(GenerationServer.PATH, bound(1, quote));
        assertThat(foreign.status()).isEqualTo(404);
        QuoteRepository quotes = api.atelier.store().quotes();
        Quote old = quotes.find(
                        caller.org(),
                        new QuoteId(UUID.fromString(quote.path("id").asText())))
                .orElseThrow();
        QuoteId expired = new QuoteId(UUID.randomUUID());
        quotes.insert(new Quote(
                expired,
                old.org(),
                old.wish(),
                old.price(),
                old.createdAt(),
                Instant.now().minusMillis(1),
                null));
        Answer late = creator.post(
                GenerationServer.PATH,
                "{\"prompt\":\"x\",\"imageCount\":1,\"aspectRatio\":\"16:9\",\"quoteId\":\"" + expired + "\"}");
        assertRefused(late, 409, "/quoteId", "quote_over");
        assertThat(balance().held()).isZero();
        assertThat(balance().spent()).isZero();
    }

    @Test
    void whoCannotPayKeepsTheQuote() {
        var poor = GenerationServer.caller();
        api.grant(poor.org(), 5);
        var client = api.server.as(poor.org(), poor.user(), Role.CREATOR);
        JsonNode quote = client.post(PATH, "{\"count\":1}").json().path("quote");
        assertThat(client.post(GenerationServer.PATH, bound(1, quote)).status()).isEqualTo(402);
        api.grant(poor.org(), 5);
        assertThat(client.post(GenerationServer.PATH, bound(1, quote)).status()).isEqualTo(202);
    }

    @Test
    void picturesThatComeAlongMayHaveAnotherPrice() {
        api.atelier
                .store()
                .catalogue()
                .putPrice(
                        new PriceKey(ScriptedVendor.MODEL, Operation.EDIT, null, null, PriceUnit.PICTURE),
                        1,
                        Credits.of(11),
                        50_000,
                        "admin");
        assertThat(quote("{\"count\":1}").path("credits").asLong()).isEqualTo(7);
        JsonNode edit = quote("{\"count\":1,\"inputImages\":2}");
        assertThat(edit.path("credits").asLong()).isEqualTo(11);
        assertRefused(run(1, edit), 422, "/quoteId", "other_request");
        Answer made = creator.post(
                GenerationServer.PATH,
                "{\"prompt\":\"x\",\"imageCount\":1,\"productImages\":[\"" + api.upload(caller) + "\"],\"quoteId\":\""
                        + edit.path("id").asText() + "\"}");
        assertThat(made.json().path("creditsHeld").asLong()).isEqualTo(11);
    }

    private JsonNode quote(String wish) {
        return creator.post(PATH, wish).json().path("quote");
    }

    private Answer run(int count, JsonNode quote) {
        return creator.post(GenerationServer.PATH, bound(count, quote));
    }

    private static String bound(int count, JsonNode quote) {
        return "{\"prompt\":\"x\",\"imageCount\":" + count + ",\"quoteId\":\""
                + quote.path("id").asText() + "\"}";
    }

    private Balance balance() {
        return api.atelier.store().ledger().balance(caller.org());
    }

    private void price(long credits, long costMicros) {
        api.atelier.store().catalogue().putPrice(ScriptedVendor.MODEL, null, Credits.of(credits), costMicros, "admin");
    }

    private static void assertRefused(Answer answer, int status, String pointer, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        JsonNode error = answer.json().path("errors").get(0);
        assertThat(error.path("pointer").asText()).isEqualTo(pointer);
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(answer.json().path("charged").asBoolean(true)).isFalse();
    }

    @Test
    void withoutAProviderThereIsNothingToEstimate() {
        ProviderConfig row =
                api.atelier.store().providers().find(ScriptedVendor.IMAGE).orElseThrow();
        api.atelier.store().providers().delete(row.id());
        Answer none = creator.post(PATH, "{\"count\":1}");
        assertThat(none.status()).isEqualTo(503);
        assertThat(none.header("Retry-After")).isEqualTo("30");
        api.atelier.store().providers().insert(row);
    }
}
