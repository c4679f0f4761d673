package dev.atelier.app.generation;

import static dev.atelier.app.generation.GenerationServer.ONE_PICTURE;
import static dev.atelier.app.generation.GenerationServer.PATH;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.app.http.TestServer.Answer;
import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.fakes.Together;
import dev.atelier.core.generation.GenerationFilter;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.shared.PageRequest;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerationRefusalsTest {
    private static final String MASK = "/maskUploadId";

    private final GenerationServer api = new GenerationServer();

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | /prompt            | missing       | {"imageCount":1}
            400 | /imageCount        | missing       | {"prompt":"x"}
            400 | /prompt            | wrong_type    | {"prompt":7,"imageCount":1}
            400 | /imageCount        | wrong_type    | {"prompt":"x","imageCount":"1"}
            400 | /imageCount        | wrong_type    | {"prompt":"x","imageCount":1.5}
            400 | /referenceImages   | wrong_type    | {"prompt":"x","imageCount":1,"referenceImages":"a"}
            400 | /referenceImages/0 | wrong_type    | {"prompt":"x","imageCount":1,"referenceImages":[7]}
            400 | /referenceImages/0 | invalid       | {"prompt":"x","imageCount":1,"referenceImages":["http://a.example/b.png"]}
            400 | /productImages/0   | invalid       | {"prompt":"x","imageCount":1,"productImages":["data:text/html;base64,AAAA"]}
            400 | /productImages/0   | invalid       | {"prompt":"x","imageCount":1,"productImages":["data:image/png,AAAA"]}
            400 | /orgId             | unknown_field | {"prompt":"x","imageCount":1,"orgId":"a"}
            400 | /priority          | not_allowed   | {"prompt":"x","imageCount":1,"priority":"asap"}
            400 | /imageModel        | invalid       | {"prompt":"x","imageCount":1,"imageModel":""}
            422 | /prompt            | required      | {"prompt":"  ","imageCount":1}
            422 | /imageCount        | out_of_range  | {"prompt":"x","imageCount":0}
            422 | /imageCount        | out_of_range  | {"prompt":"x","imageCount":9}
            422 | /aspectRatio       | unsupported   | {"prompt":"x","imageCount":1,"aspectRatio":"7:5"}
            422 | /quality           | unsupported   | {"prompt":"x","imageCount":1,"quality":"8K"}
            422 | /seed              | out_of_range  | {"prompt":"x","imageCount":1,"seed":-1}
            422 | /imageModel        | unknown       | {"prompt":"x","imageCount":1,"imageModel":"no/such"}
            422 | /llmModel          | unknown       | {"prompt":"x","imageCount":1,"llmModel":"no-such"}
            422 | /productImages/0   | invalid_base64 | {"prompt":"x","imageCount":1,"productImages":["data:image/png;base64,A*A="]}
            """)
    void badInputIsRefusedByField(int status, String pointer, String code, String body) {
        assertRefused(api.creator.post(PATH, body), status, pointer, code);
    }

    @Test
    void aRefusalSaysWhatWouldBeAllowed() {
        Answer ratio = api.creator.post(PATH, "{\"prompt\":\"x\",\"imageCount\":1,\"aspectRatio\":\"7:5\"}");
        JsonNode error = ratio.json().path("errors").get(0);
        assertThat(error.path("allowed").toString()).isEqualTo("[\"1:1\",\"16:9\"]");
        assertThat(error.path("detail").asText()).contains("1:1, 16:9");
        Answer both = api.creator.post(PATH, "{\"prompt\":\"\",\"imageCount\":99}");
        assertThat(both.json().path("errors")).hasSize(2);
    }

    @Test
    void textsAndListsHaveBounds() {
        assertRefused(
                api.creator.post(PATH, "{\"prompt\":\"" + "x".repeat(4_001) + "\",\"imageCount\":1}"),
                422,
                "/prompt",
                "too_long");
        String five = "\"" + api.upload(api.caller) + "\"";
        assertRefused(
                api.creator.post(
                        PATH,
                        "{\"prompt\":\"x\",\"imageCount\":1,\"productImages\":["
                                + String.join(",", List.of(five, five, five, five, five)) + "]}"),
                422,
                "/productImages",
                "out_of_range");
        assertRefused(
                api.creator.post(
                        PATH,
                        "{\"prompt\":\"x\",\"imageCount\":1,\"referenceImages\":["
                                + String.join(",", java.util.Collections.nCopies(33, five)) + "]}"),
                400,
                "/referenceImages",
                "too_large");
    }

    @Test
    void picturesThatAreNoneAreRefused() {
        byte[] png = ScriptedVendor.png(64, 64, Color.RED);
        assertRefused(
                inline("these are words, not a picture".getBytes(StandardCharsets.UTF_8)),
                422,
                "/referenceImages/0",
                "not_a_picture");
        assertRefused(inline(Arrays.copyOf(png, png.length - 20)), 422, "/referenceImages/0", "truncated");
        assertRefused(inline(new byte[0]), 422, "/referenceImages/0", "empty");
        assertRefused(
                api.creator.post(
                        PATH,
                        "{\"prompt\":\"x\",\"imageCount\":1,\"referenceImages\":[\"" + UUID.randomUUID() + "\"]}"),
                422,
                "/referenceImages/0",
                "unknown");
        String foreign = api.upload(GenerationServer.caller());
        assertRefused(
                api.creator.post(PATH, "{\"prompt\":\"x\",\"imageCount\":1,\"productImages\":[\"" + foreign + "\"]}"),
                422,
                "/productImages/0",
                "unknown");
    }

    @Test
    void aMaskMustLieOnTheFirstProductPicture() {
        String picture = api.upload(api.caller);
        String small = api.upload(api.caller, ScriptedVendor.png(32, 32, Color.WHITE));
        assertRefused(masked("scripted/one", small, picture), 422, MASK, "wrong_size");
        String jpeg = api.upload(api.caller, jpeg());
        assertRefused(masked("scripted/one", jpeg, picture), 422, MASK, "not_a_png");
        assertRefused(masked("scripted/one", picture), 422, MASK, "no_picture");
        assertRefused(masked("scripted/one", UUID.randomUUID().toString(), picture), 422, MASK, "unknown");
        String foreign = api.upload(GenerationServer.caller());
        assertRefused(masked("scripted/one", foreign, picture), 422, MASK, "unknown");
        assertRefused(masked("scripted/one", "no-id", picture), 400, MASK, "invalid");
    }

    @Test
    void aModelWithoutMasksNamesThoseWithThem() {
        putMaskless("plain/one");
        String picture = api.upload(api.caller);
        Answer refused = masked("plain/one", picture, picture);
        assertRefused(refused, 422, MASK, "unsupported");
        assertThat(refused.json().at("/errors/0/detail").asText())
                .contains("plain/one takes no mask")
                .contains("these do: scripted/one");
    }

    @Test
    void modelsWithoutVendorPriceOrFutureAreRefused() {
        put("old/one", Lifecycle.RETIRED, ScriptedVendor.MODEL);
        put("ended/one", Lifecycle.ACTIVE, ScriptedVendor.MODEL, LocalDate.of(2026, 5, 12));
        put("free/one", Lifecycle.ACTIVE, null);
        Answer retired = api.creator.post(PATH, wish("old/one"));
        assertThat(retired.status()).isEqualTo(410);
        assertThat(retired.json().path("detail").asText()).contains("scripted/one");
        Answer ended = api.creator.post(PATH, wish("ended/one"));
        assertThat(ended.status()).isEqualTo(410);
        assertThat(ended.json().path("detail").asText()).contains("ended/one", "use scripted/one");
        assertThat(ended.json().path("charged").asBoolean(true)).isFalse();
        assertRefused(api.creator.post(PATH, wish("free/one")), 422, "/imageModel", "no_price");
        api.atelier.store().providers().delete(ScriptedVendor.IMAGE);
        Answer none = api.creator.post(PATH, ONE_PICTURE);
        assertThat(none.status()).isEqualTo(503);
        assertThat(none.header("Retry-After")).isEqualTo("30");
        assertNothingHappened();
    }

    @Test
    void whoCannotPayGetsNothing() {
        var poor = GenerationServer.caller();
        api.grant(poor.org(), 6);
        Answer refused = api.server
                .as(poor.org(), poor.user(), dev.atelier.core.account.Role.CREATOR)
                .post(PATH, ONE_PICTURE);
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.code()).isEqualTo("insufficient_credits");
        assertThat(refused.json().path("detail").asText()).contains("needs 7", "6 are available");
        assertThat(refused.json().path("charged").asBoolean()).isFalse();
    }

    @Test
    void sixtyFourTwinsMakeOneGeneration() {
        var keyed = api.creator.with("Idempotency-Key", "twins");
        List<Answer> answers = Together.run(64, i -> keyed.post(PATH, ONE_PICTURE));
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(202));
        assertThat(answers.stream().map(GenerationServer::idOf).distinct()).hasSize(1);
        assertThat(answers.stream()
                        .filter(answer -> answer.header("Idempotency-Replayed").isEmpty()))
                .hasSize(1);
        assertThat(generations()).isEqualTo(1);
        assertThat(api.balance().held() + api.balance().spent()).isEqualTo(7);
        Answer other = keyed.post(PATH, "{\"prompt\":\"another\",\"imageCount\":1}");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("idempotency_mismatch");
    }

    @Test
    void aRefusedKeyMayBeUsedAgain() {
        var keyed = api.creator.with("Idempotency-Key", "k");
        assertThat(keyed.post(PATH, "{\"prompt\":\"x\",\"imageCount\":9}").status())
                .isEqualTo(422);
        assertThat(keyed.post(PATH, ONE_PICTURE).status()).isEqualTo(202);
    }

    @Test
    void picturesOfARequestThatIsRefusedAreDeletedAgain() {
        String picture = GenerationServer.dataUrl(ScriptedVendor.png(64, 64, Color.RED));
        assertThat(api.creator
                        .post(
                                PATH,
                                "{\"prompt\":\"x\",\"imageCount\":1,\"imageModel\":\"scripted/none\",\"referenceImages\":[\""
                                        + picture + "\"]}")
                        .status())
                .isBetween(400, 499);
        assertRefused(
                api.creator.post(
                        PATH,
                        "{\"prompt\":\"x\",\"imageCount\":1,\"referenceImages\":[\"" + picture + "\",\""
                                + GenerationServer.dataUrl(new byte[9]) + "\"]}"),
                422,
                "/referenceImages/1",
                "not_a_picture");
        assertThat(api.uploads()).isZero();
    }

    private Answer masked(String model, String mask, String... products) {
        String pictures = Arrays.stream(products).map(id -> "\"" + id + "\"").collect(Collectors.joining(","));
        return api.creator.post(
                PATH,
                "{\"prompt\":\"x\",\"imageCount\":1,\"imageModel\":\"" + model + "\",\"maskUploadId\":\"" + mask
                        + "\",\"productImages\":[" + pictures + "]}");
    }

    private Answer inline(byte[] bytes) {
        return api.creator.post(
                PATH,
                "{\"prompt\":\"x\",\"imageCount\":1,\"referenceImages\":[\"" + GenerationServer.dataUrl(bytes)
                        + "\"]}");
    }

    private static String wish(String model) {
        return "{\"prompt\":\"x\",\"imageCount\":1,\"imageModel\":\"" + model + "\"}";
    }

    private void put(String id, Lifecycle lifecycle, ModelId replacement) {
        put(id, lifecycle, replacement, null);
    }

    private void put(String id, Lifecycle lifecycle, ModelId replacement, LocalDate endsOn) {
        var catalogue = api.atelier.store().catalogue();
        ModelSpec known = catalogue.model(ScriptedVendor.MODEL).orElseThrow();
        catalogue.putModel(new ModelSpec(
                new ModelId(id),
                known.provider(),
                known.category(),
                id,
                known.capabilities(),
                lifecycle,
                replacement,
                endsOn));
    }

    private static byte[] jpeg() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB), "jpeg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void putMaskless(String id) {
        var catalogue = api.atelier.store().catalogue();
        ModelSpec known = catalogue.model(ScriptedVendor.MODEL).orElseThrow();
        Capabilities can = known.capabilities();
        catalogue.putModel(new ModelSpec(
                new ModelId(id),
                known.provider(),
                known.category(),
                id,
                Capabilities.prompts(can.maxPromptLength())
                        .ratios(can.aspectRatios())
                        .qualities(can.qualities())
                        .upTo(can.maxImages())
                        .inputs(can.minInputImages(), can.maxInputImages()),
                Lifecycle.ACTIVE,
                null,
                null));
    }

    private void assertRefused(Answer answer, int status, String pointer, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        JsonNode problem = answer.json();
        assertThat(problem.path("charged").asBoolean(true)).isFalse();
        assertThat(problem.path("errors").findValuesAsText("pointer")).contains(pointer);
        assertThat(problem.path("errors").findValuesAsText("code")).contains(code);
        assertNothingHappened();
    }

    private void assertNothingHappened() {
        assertThat(generations()).isZero();
        assertThat(api.balance().available()).isEqualTo(1_000);
        assertThat(api.vendor.accepted).isEmpty();
    }

    private int generations() {
        return api.atelier
                .store()
                .generations()
                .list(api.caller.org(), GenerationFilter.ALL, PageRequest.first(200))
                .items()
                .size();
    }
}
