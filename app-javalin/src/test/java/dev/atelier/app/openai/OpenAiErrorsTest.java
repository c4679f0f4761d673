package dev.atelier.app.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.app.http.ErrorDialect.Said;
import dev.atelier.app.http.Json;
import dev.atelier.app.http.Problem;
import dev.atelier.app.http.ProblemCode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OpenAiErrorsTest {
    private static Said said(Problem problem) {
        return new OpenAiErrors().say(problem, problem.code().status());
    }

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void everyProblemHasAllThatTheSdksRead(ProblemCode code) {
        Said said = said(Problem.of(code, "Some words."));
        var error = Json.MAPPER.valueToTree(said.body()).path("error");

        assertThat(error.path("message").asText()).startsWith("Some words.");
        assertThat(error.path("type").asText()).isNotBlank();
        assertThat(error.path("code").asText()).isNotBlank();
        assertThat(error.has("param")).isTrue();
        assertThat(said.status()).isBetween(400, 599);
        assertThat(said.headers()).containsEntry("x-should-retry", Boolean.toString(code.retryable()));
    }

    /** What the SDKs throw hangs on the status. */
    @ParameterizedTest
    @CsvSource({
        "UNPROCESSABLE, 400, unprocessable",
        "CONTENT_BLOCKED, 400, moderation_blocked",
        "UNAUTHENTICATED, 401, invalid_api_key",
        "INSUFFICIENT_CREDITS, 429, insufficient_quota",
        "TOKEN_SPEND_LIMIT, 429, insufficient_quota",
        "KEY_SPEND_CAP, 429, insufficient_quota",
        "RATE_LIMITED, 429, rate_limit_exceeded",
        "INSUFFICIENT_SCOPE, 403, insufficient_scope",
        "GONE, 404, gone",
        "UNAVAILABLE, 503, server_is_overloaded"
    })
    void theirStatusAndCode(ProblemCode code, int status, String theirs) {
        Said said = said(Problem.of(code, "x"));
        assertThat(said.status()).isEqualTo(status);
        assertThat(Json.MAPPER.valueToTree(said.body()).at("/error/code").asText())
                .isEqualTo(theirs);
    }

    @Test
    void whatIsWrongIsNamedAsTheyNameIt() {
        Problem problem =
                Problem.unprocessable("/images/0/image_url", "invalid", "x").charged(true);
        Map<?, ?> error = (Map<?, ?>) ((Map<?, ?>) said(problem).body()).get("error");
        assertThat(error.get("param")).isEqualTo("images[0].image_url");
        assertThat(error.get("code")).isEqualTo("invalid");
        assertThat(error.get("charged")).isEqualTo(true);
        assertThat(said(Problem.of(ProblemCode.RATE_LIMITED, "Slow down.").retryAfter(Duration.ofSeconds(7)))
                        .body()
                        .toString())
                .contains("Slow down. Try again in 7 s.");
    }
}
