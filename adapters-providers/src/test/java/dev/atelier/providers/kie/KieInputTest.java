package dev.atelier.providers.kie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.http.Options;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fields of each model, after docs/providers/kie.md. */
class KieInputTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "seedream/4.5-edit|2|4:3|high|{'image_urls':['u0','u1'],'aspect_ratio':'4:3','quality':'high','nsfw_checker':true}",
                "seedream/4.5-text-to-image|0|||{'aspect_ratio':'1:1','quality':'basic','nsfw_checker':true}",
                "seedream/5-lite-text-to-image|0|21:9|ultra|{'aspect_ratio':'21:9','quality':'ultra','output_format':'png'}",
                "seedream/5-lite-image-to-image|1|||{'image_urls':['u0'],'aspect_ratio':'1:1','quality':'basic','output_format':'png'}",
                "seedream/5-pro-text-to-image|0||high|{'aspect_ratio':'1:1','quality':'high','output_format':'png'}",
                "seedream/5-pro-image-to-image|1||high|{'image_urls':['u0'],'aspect_ratio':'1:1','quality':'high','output_format':'png'}",
                "seedream/5-pro-layer-decomposition|1||2K|{'image_url':'u0','size':'2K','output_format':'png'}",
                "bytedance/seedream-v4-edit|1|4:3|2K|{'image_urls':['u0'],'image_size':'landscape_4_3','image_resolution':'2K','max_images':1,'seed':42}",
                "bytedance/seedream-v4-text-to-image|0|||{'max_images':1,'seed':42}",
                "bytedance/seedream|0|16:9||{'image_size':'landscape_16_9','seed':42}",
                "nano-banana-pro|2|4:5|2K|{'image_input':['u0','u1'],'aspect_ratio':'4:5','resolution':'2K','output_format':'png'}",
                "nano-banana-2|0|8:1|4K|{'aspect_ratio':'8:1','resolution':'4K','output_format':'png'}",
                "nano-banana-2-lite|1|||{'image_urls':['u0'],'aspect_ratio':'auto'}",
                "google/nano-banana|0|16:9||{'aspect_ratio':'16:9','output_format':'png'}",
                "google/nano-banana-edit|1|auto||{'image_urls':['u0'],'aspect_ratio':'auto','output_format':'png'}",
                "qwen/image-edit|1|1:1||{'image_url':'u0','image_size':'square_hd','num_images':'1','output_format':'png','seed':42,'nsfw_checker':true}",
                "flux-2/pro-image-to-image|1|||{'input_urls':['u0'],'aspect_ratio':'1:1','resolution':'1K'}",
                "gpt-image/1.5-image-to-image|1|3:2|high|{'input_urls':['u0'],'aspect_ratio':'3:2','quality':'high'}",
                "flux-kontext-pro|1|16:9||{'inputImage':'u0','aspectRatio':'16:9','outputFormat':'png','enableTranslation':false}",
                "flux-2/flex-text-to-image|0||2K|{'aspect_ratio':'1:1','resolution':'2K','nsfw_checker':true}",
                "qwen/text-to-image|0|4:3||{'image_size':'landscape_4_3','output_format':'png','seed':42,'nsfw_checker':true}",
                "qwen3/pro-image-to-image|2|21:9||{'image_urls':['u0','u1'],'image_size':'21:9','resolution':'1K','output_format':'png','seed':42,'nsfw_checker':true}",
                "z-image|0|||{'aspect_ratio':'1:1','nsfw_checker':true}",
                "grok-imagine/text-to-image|0|2:3||{'aspect_ratio':'2:3','nsfw_checker':true}",
                "gpt-image-2-text-to-image|0|||{'aspect_ratio':'1:1','resolution':'1K'}",
                "gpt-image/1.5-text-to-image|0|||{'aspect_ratio':'1:1','quality':'medium'}",
                "gpt-image-2-image-to-image|1|16:9|2K|{'input_urls':['u0'],'aspect_ratio':'16:9','resolution':'2K'}",
                "some/model-of-tomorrow|1|16:9|best|{'image_urls':['u0'],'aspect_ratio':'16:9','quality':'best','seed':42}"
            })
    void eachModelGetsItsOwnFieldsAndNoOthers(String model, int images, String ratio, String quality, String json)
            throws Exception {
        JsonNode expected = new ObjectMapper().readTree(json.replace('\'', '"'));

        JsonNode input = input(model, images, ratio, quality, Map.of());

        assertThat(input.path("prompt").asText()).isEqualTo("A red dot");
        ((ObjectNode) input).remove("prompt");
        assertThat(new ObjectMapper().readTree(input.toString())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "seedream/4.5-edit, 0, 1:1, basic", // needs a picture
        "seedream/4.5-edit, 15, 1:1, basic",
        "seedream/4.5-text-to-image, 1, 1:1, basic", // takes none
        "seedream/4.5-edit, 1, 5:4, basic",
        "seedream/4.5-edit, 1, 1:1, 2K",
        "bytedance/seedream-v4-edit, 1, 5:4, 2K",
        "bytedance/seedream, 0, 21:9, ",
        "qwen/image-edit, 2, 1:1, ",
        "nano-banana-pro, 9, 1:1, 1K",
        "nano-banana-pro, 1, 8:1, 1K",
        "gpt-image/1.5-image-to-image, 1, 16:9, high"
    })
    void whatAModelDoesNotTakeIsRefusedBeforeAnythingIsSent(String model, int images, String ratio, String quality) {
        ProviderFailure failure =
                catchThrowableOfType(ProviderFailure.class, () -> input(model, images, ratio, quality, Map.of()));

        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_ORDER);
    }

    @Test
    void aPromptThatIsTooLongForTheModelIsRefused() {
        ImageOrder order = order("seedream/4.5-text-to-image", 0, null, null, "x".repeat(3_001));

        ProviderFailure failure = catchThrowableOfType(
                ProviderFailure.class, () -> inputs(Map.of()).shapeFor(KieWish.of(order)));

        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_ORDER);
    }

    /** An admin may have said of a model that it takes one. */
    @Test
    void aMaskIsRefusedRatherThanPaidForAndIgnored() {
        PictureInput picture = Fixtures.picture("https://img.example.com/a.png");
        ImageOrder order = new ImageOrder(
                new ModelId("seedream/4.5-edit"), "x", List.of(picture), picture, null, null, null, null, "ref-1");

        ProviderFailure failure = catchThrowableOfType(
                ProviderFailure.class, () -> inputs(Map.of()).shapeFor(KieWish.of(order)));

        assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_ORDER);
        assertThat(failure).hasMessageContaining("no mask");
    }

    @ParameterizedTest
    @CsvSource({
        "nano-banana-pro, jpeg, jpg",
        "google/nano-banana, jpg, jpeg",
        "nano-banana-pro, png, png",
        "google/nano-banana, webp, png"
    })
    void theFormatIsSpelledAsTheModelSpellsIt(String model, String wish, String sent) {
        assertThat(input(model, 0, null, null, Map.of("outputFormat", wish))
                        .path("output_format")
                        .asText())
                .isEqualTo(sent);
    }

    @Test
    void theFilterIsAnAdminsChoice() {
        assertThat(input("seedream/4.5-edit", 1, null, null, Map.of("nsfwChecker", "false"))
                        .path("nsfw_checker"))
                .hasToString("false");
        assertThat(input("nano-banana-pro", 0, null, null, Map.of("nsfwChecker", "true"))
                        .path("nsfw_checker"))
                .hasToString("true");
    }

    @Test
    void whatIsNoJobKnowsNothingOfTheFilter() {
        assertThat(input("flux-kontext-pro", 0, null, null, Map.of("nsfwChecker", "true"))
                        .has("nsfw_checker"))
                .isFalse();
    }

    @Test
    void anUnknownModelIsDescribedByOptions() {
        Map<String, String> options = Map.of(
                "imageField",
                "input_image",
                "imageFieldSingle",
                "true",
                "ratioField",
                "",
                "qualityField",
                "resolution",
                "formatField",
                "output_format",
                "outputFormat",
                "jpg",
                "seedField",
                "");

        JsonNode input = input("some/model-of-tomorrow", 1, "16:9", "2K", options);

        assertThat(input)
                .hasToString(
                        "{\"prompt\":\"A red dot\",\"input_image\":\"u0\",\"resolution\":\"2K\",\"output_format\":\"jpg\"}");
    }

    @Test
    void theOptionsOfAnUnknownModelDoNotLeakIntoTheNext() {
        input("some/model-of-tomorrow", 1, null, null, Map.of("imageField", "input_image"));

        assertThat(input("some/model-of-tomorrow", 1, null, null, Map.of()).has("image_urls"))
                .isTrue();
    }

    private static JsonNode input(String model, int images, String ratio, String quality, Map<String, String> options) {
        ImageOrder order = order(model, images, ratio, quality, "A red dot");
        KieInput inputs = inputs(options);
        List<String> urls = List.of("u0", "u1").subList(0, Math.min(images, 2));
        KieWish wish = KieWish.of(order);
        return inputs.input(wish, inputs.shapeFor(wish), urls);
    }

    private static KieInput inputs(Map<String, String> options) {
        return new KieInput(new ProviderId("stub"), new Options(options));
    }

    private static ImageOrder order(String model, int images, String ratio, String quality, String prompt) {
        List<PictureInput> pictures = Collections.nCopies(images, Fixtures.picture("https://img.example.com/a.png"));
        return new ImageOrder(new ModelId(model), prompt, pictures, null, ratio, quality, 42L, null, "ref-1");
    }
}
