package dev.atelier.app.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.core.account.Role;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.provider.FailureKind;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobDoorRoutesTest {
    private static final String TEXT = "/api/v1/generate/text-to-image";
    private static final String IMAGE = "/api/v1/generate/image-to-image";
    private static final String WISH =
            "{\"aiModelId\":\"scripted/one\",\"prompt\":\"a red square\",\"aspectRatio\":\"16:9\",\"resolution\":\"high\"}";
    private static GenerationServer api;

    @BeforeAll
    static void start() {
        api = new GenerationServer();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void behave() {
        api.vendor.onSubmit = api.vendor::accept;
    }

    @Test
    void aClientThatWaitsGetsTheOutputs() {
        Answer answer = api.creator.with("Prefer", "wait=15").post(TEXT, WISH);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait");
        JsonNode job = answer.json();
        assertThat(job.fieldNames()).toIterable().containsExactly("jobId", "status", "providerJobId", "outputs");
        assertThat(job.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(job.path("providerJobId").asText()).startsWith("v-");
        assertThat(job.path("outputs")).hasSize(1);
        assertThat(job.path("outputs").get(0).path("mediaType").asText()).isEqualTo("image/png");
        var generation = api.atelier
                .generation(api.caller.org(), GenerationId.of(job.path("jobId").asText()))
                .orElseThrow();
        assertThat(generation.tasks().get(0).prompt()).isEqualTo("a red square");
        assertThat(generation.brief().aspectRatio()).isEqualTo("16:9");
        assertThat(generation.brief().quality()).isEqualTo("high");
        JsonNode again = api.creator
                .get("/api/v1/generate/jobs/" + job.path("jobId").asText())
                .json();
        assertThat(again.path("status").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void aClientThatDoesNotWaitAsksForItsJob() {
        var keyed = api.creator.with("Idempotency-Key", "job-1");
        Answer accepted = keyed.post(TEXT, WISH.replace("}", ",\"numGenerations\":2}"));
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.json().path("status").asText()).isEqualTo("PENDING");
        assertThat(accepted.json().path("providerJobId").isNull()).isTrue();
        String address = accepted.header("Location");
        assertThat(address)
                .isEqualTo(
                        "/api/v1/generate/jobs/" + accepted.json().path("jobId").asText());
        assertThat(keyed.post(TEXT, WISH.replace("}", ",\"numGenerations\":2}")).header("Location"))
                .isEqualTo(address);
        assertThat(api.creator.get(address).status()).isEqualTo(200);
        var stranger = GenerationServer.caller();
        assertThat(api.server
                        .as(stranger.org(), stranger.user(), Role.CREATOR)
                        .get(address)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void picturesComeFromUploads() {
        String upload = api.upload(api.caller);
        Answer answer = api.creator
                .with("Prefer", "wait=15")
                .post(IMAGE, WISH.replace("}", ",\"inputImages\":[\"" + upload + "\"]}"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("outputs")).hasSize(1);
    }

    @Test
    void aJobThatFailsSaysWhyAndCostsNothing() {
        long spent = api.balance().spent();
        api.vendor.onSubmit = order -> {
            throw ScriptedVendor.failure(FailureKind.CONTENT_REFUSED);
        };
        JsonNode job = api.creator.with("Prefer", "wait=15").post(TEXT, WISH).json();
        assertThat(job.path("status").asText()).isEqualTo("FAILED");
        assertThat(job.path("error").path("code").asText()).isEqualTo("content_refused");
        assertThat(job.path("outputs")).isEmpty();
        assertThat(api.balance().spent()).isEqualTo(spent);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            text-to-image  | 400 | /prompt         | missing       | {"aiModelId":"scripted/one"}
            text-to-image  | 400 | /aiModelId      | missing       | {"prompt":"x"}
            text-to-image  | 400 | /quality        | unknown_field | {"aiModelId":"scripted/one","prompt":"x","quality":"high"}
            text-to-image  | 422 | /aiModelId      | unknown       | {"aiModelId":"no/such","prompt":"x"}
            text-to-image  | 422 | /aiModelId      | unsupported   | {"aiModelId":"scripted-text","prompt":"x"}
            text-to-image  | 422 | /aspectRatio    | unsupported   | {"aiModelId":"scripted/one","prompt":"x","aspectRatio":"7:5"}
            text-to-image  | 422 | /resolution     | unsupported   | {"aiModelId":"scripted/one","prompt":"x","resolution":"8K"}
            text-to-image  | 422 | /numGenerations | out_of_range  | {"aiModelId":"scripted/one","prompt":"x","numGenerations":9}
            text-to-image  | 422 | /inputImages    | unsupported   | {"aiModelId":"scripted/one","prompt":"x","inputImages":["0193a1f0-6a3b-7c11-9f00-3d6f5c1e2a02"]}
            image-to-image | 422 | /inputImages    | out_of_range  | {"aiModelId":"scripted/one","prompt":"x"}
            image-to-image | 422 | /inputImages/0  | unknown       | {"aiModelId":"scripted/one","prompt":"x","inputImages":["0193a1f0-6a3b-7c11-9f00-3d6f5c1e2a02"]}
            """)
    void whatAModelCannotDoIsRefusedBeforeMoneyMoves(
            String door, int status, String pointer, String code, String body) {
        var before = api.balance();
        Answer answer = api.creator.post("/api/v1/generate/" + door, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("errors").findValuesAsText("pointer")).isEqualTo(List.of(pointer));
        assertThat(answer.json().path("errors").findValuesAsText("code")).isEqualTo(List.of(code));
        assertThat(answer.json().path("charged").asBoolean(true)).isFalse();
        assertThat(api.balance()).isEqualTo(before);
    }
}
