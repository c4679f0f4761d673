package dev.atelier.app.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.core.account.Role;
import dev.atelier.core.credit.Balance;
import dev.atelier.core.fakes.ScriptedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateRoutesTest {
    private static final String PATH = "/api/v1/estimate-cost";
    private final GenerationServer api = new GenerationServer();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void anEstimateIsWhatAcceptingHolds() {
        Balance before = api.balance();
        Answer answer = api.creator.post(PATH, "{\"imageCount\":3,\"aspectRatio\":\"16:9\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode estimate = answer.json();
        assertThat(estimate.path("imageModel").asText()).isEqualTo(ScriptedVendor.MODEL.value());
        assertThat(estimate.path("creditsPerImage").asLong()).isEqualTo(7);
        assertThat(estimate.path("credits").asLong()).isEqualTo(21);
        assertThat(estimate.path("basis").asText()).isEqualTo("exact");
        assertThat(estimate.path("available").asLong()).isEqualTo(1_000);
        assertThat(estimate.path("affordableImages").asLong()).isEqualTo(142);
        assertThat(estimate.path("wouldBeRefusedBy").isNull()).isTrue();
        assertThat(api.balance()).isEqualTo(before);
        Answer accepted = api.creator.post(GenerationServer.PATH, "{\"prompt\":\"x\",\"imageCount\":3}");
        assertThat(accepted.json().path("creditsHeld").asLong())
                .isEqualTo(estimate.path("credits").asLong());
    }

    @Test
    void tooFewCreditsAreToldAndNotRefused() {
        var poor = GenerationServer.caller();
        api.grant(poor.org(), 13);
        var client = api.server.as(poor.org(), poor.user(), Role.CREATOR);
        JsonNode two = client.post(PATH, "{\"imageCount\":2}").json();
        assertThat(two.path("wouldBeRefusedBy").asText()).isEqualTo("balance");
        assertThat(two.path("affordableImages").asLong()).isEqualTo(1);
        assertThat(client.post(PATH, "{\"imageCount\":1}")
                        .json()
                        .path("wouldBeRefusedBy")
                        .isNull())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | /imageCount  | missing       | {}
            400 | /prompt      | unknown_field | {"imageCount":1,"prompt":"x"}
            400 | /imageModel  | invalid       | {"imageCount":1,"imageModel":""}
            422 | /imageCount  | out_of_range  | {"imageCount":0}
            422 | /imageCount  | out_of_range  | {"imageCount":9}
            422 | /aspectRatio | unsupported   | {"imageCount":1,"aspectRatio":"7:5"}
            422 | /quality     | unsupported   | {"imageCount":1,"quality":"8K"}
            422 | /imageModel  | unknown       | {"imageCount":1,"imageModel":"no/such"}
            """)
    void whatWouldBeRefusedThereIsRefusedHere(int status, String pointer, String code, String body) {
        Answer answer = api.creator.post(PATH, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        JsonNode error = answer.json().path("errors").get(0);
        assertThat(error.path("pointer").asText()).isEqualTo(pointer);
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(answer.json().path("charged").asBoolean(true)).isFalse();
    }

    @Test
    void withoutAProviderThereIsNothingToEstimate() {
        api.atelier.store().providers().delete(ScriptedVendor.IMAGE);
        Answer none = api.creator.post(PATH, "{\"imageCount\":1}");
        assertThat(none.status()).isEqualTo(503);
        assertThat(none.header("Retry-After")).isEqualTo("30");
    }
}
