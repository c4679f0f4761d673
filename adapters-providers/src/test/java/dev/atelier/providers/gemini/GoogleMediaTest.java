package dev.atelier.providers.gemini;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.atelier.core.catalogue.ModelCategory.IMAGE_TO_IMAGE;
import static dev.atelier.core.catalogue.ModelCategory.IMAGE_TO_VIDEO;
import static dev.atelier.core.catalogue.ModelCategory.TEXT;
import static dev.atelier.core.catalogue.ModelCategory.TEXT_TO_IMAGE;
import static dev.atelier.core.catalogue.ModelCategory.TEXT_TO_VIDEO;
import static dev.atelier.core.catalogue.ModelCategory.VISION;
import static dev.atelier.providers.Fixtures.CLOCK;
import static dev.atelier.providers.Fixtures.KEY;
import static dev.atelier.providers.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.atelier.core.catalogue.ListedModel;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.VideoOrder;
import dev.atelier.core.provider.spi.ProviderFactory;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import dev.atelier.providers.nanobanana.NanoBananaProviderFactory;
import dev.atelier.providers.veo3.Veo3ProviderFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The live list of models, and the vendors that speak Google's protocol under names of their own. */
class GoogleMediaTest {
    @RegisterExtension
    static final WireMockExtension GOOGLE = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    private final GuardedHttp http = new GuardedHttp(NetworkPolicy.allowing("localhost"));
    private final ProviderFactory gemini = new GeminiProviderFactory(http, CLOCK);
    private final ProviderFactory nanoBanana = new NanoBananaProviderFactory(http, CLOCK);
    private final ProviderFactory veo3 = new Veo3ProviderFactory(http, CLOCK);

    @Test
    void listsTheThreeFamiliesPageByPageAndSaysWhatEachIsFor() {
        listed();

        assertThat(gemini.models(settings("gemini-3.8-flash")))
                .extracting(model -> model.id().value(), ListedModel::displayName, ListedModel::categories)
                .containsExactly(
                        tuple("gemini-nano-banana-2.1", "Nano Banana 2.1", Set.of(TEXT_TO_IMAGE, IMAGE_TO_IMAGE)),
                        tuple("gemini-3.8-flash", "Gemini 3.8 Flash", Set.of(TEXT, VISION)),
                        tuple("veo-3.1-generate-preview", "Veo 3.1", Set.of(TEXT_TO_VIDEO, IMAGE_TO_VIDEO)),
                        tuple("gemini-omni-1.1-flash", "Gemini Omni 1.1 Flash", Set.of(TEXT_TO_VIDEO, IMAGE_TO_VIDEO)),
                        tuple("imagen-9", "imagen-9", Set.of(TEXT_TO_IMAGE)));
        assertThat(gemini.models(settings("gemini-3.8-flash")).get(1).facts())
                .isEqualTo(Map.of("contextTokens", "1048576"));
    }

    @Test
    void theVendorsOfTheirOwnListWhatTheyAreFor() {
        listed();

        assertThat(nanoBanana.models(settings("gemini-3-pro-image")))
                .extracting(model -> model.id().value())
                .containsExactly("gemini-nano-banana-2.1", "imagen-9");
        assertThat(veo3.models(settings("veo-3.1-generate-preview")))
                .extracting(model -> model.id().value())
                .containsExactly("veo-3.1-generate-preview", "gemini-omni-1.1-flash");
    }

    @Test
    void aListThatDoesNotComeIsAFailure() {
        everything(200, "{}");
        assertThat(listFailure()).isEqualTo(FailureKind.UNAVAILABLE);

        everything(200, text("gemini/models.json"));
        assertThat(listFailure()).as("it never ends").isEqualTo(FailureKind.UNAVAILABLE);

        everything(400, text("gemini/bad-key.json"));
        assertThat(listFailure()).isEqualTo(FailureKind.CREDENTIALS);

        everything(429, text("gemini/quota.json"));
        assertThat(listFailure()).isEqualTo(FailureKind.RATE_LIMITED);
    }

    @Test
    void nanoBananaDrawsByGooglesProtocolWithAKeyOfItsOwn() {
        String path = "/v1beta/models/gemini-3-pro-image:generateContent";
        GOOGLE.stubFor(post(path).willReturn(okJson(text("gemini/picture.json"))));

        nanoBanana
                .imageGeneration(settings("gemini-3-pro-image"))
                .submit(new ImageOrder(
                        new ModelId("gemini-3-pro-image"), "A dot", List.of(), null, null, null, null, null, "ref-1"));

        assertThat(nanoBanana.apiKeyVariable()).isEqualTo("NANO_BANANA_API_KEY");
        GOOGLE.verify(1, postRequestedFor(urlPathEqualTo(path)).withHeader("x-goog-api-key", equalTo(KEY)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nanoBanana.videoGeneration(settings("veo-3.1-generate-preview")));
    }

    @Test
    void veo3FilmsByGooglesProtocolWithAKeyOfItsOwn() {
        String path = "/v1beta/models/veo-3.1-generate-preview:predictLongRunning";
        GOOGLE.stubFor(post(path).willReturn(okJson(text("gemini/veo-started.json"))));

        veo3.videoGeneration(settings("veo-3.1-generate-preview"))
                .submit(new VideoOrder(
                        new ModelId("veo-3.1-generate-preview"),
                        "A dot",
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        "ref-1"));

        assertThat(veo3.apiKeyVariable()).isEqualTo("VEO3_API_KEY");
        GOOGLE.verify(1, postRequestedFor(urlPathEqualTo(path)).withHeader("x-goog-api-key", equalTo(KEY)));
        assertThatIllegalArgumentException().isThrownBy(() -> veo3.imageGeneration(settings("gemini-3-pro-image")));
    }

    @Test
    void theirChecksAreFreeAndNeverThrow() {
        for (ProviderFactory factory : List.of(nanoBanana, veo3)) {
            Category category = factory.categories().iterator().next();
            everything(200, text("gemini/models-2.json"));
            assertThat(factory.check(category, settings("m")).reachable()).isTrue();

            everything(403, GeminiRefusals.error(403, "leaked", "PERMISSION_DENIED"));
            assertThat(factory.check(category, settings("m")).reachable()).isFalse();
        }
        GOOGLE.verify(0, postRequestedFor(anyUrl()));
    }

    private static void listed() {
        GOOGLE.stubFor(get(urlPathEqualTo("/v1beta/models"))
                .withQueryParam("pageToken", absent())
                .willReturn(okJson(text("gemini/models.json"))));
        GOOGLE.stubFor(get(urlPathEqualTo("/v1beta/models"))
                .withQueryParam("pageToken", equalTo("token-2"))
                .willReturn(okJson(text("gemini/models-2.json"))));
    }

    private static void everything(int status, String body) {
        GOOGLE.resetAll();
        GOOGLE.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    private FailureKind listFailure() {
        return catchThrowableOfType(ProviderFailure.class, () -> gemini.models(settings("m")))
                .kind();
    }

    private static ProviderSettings settings(String model) {
        return Fixtures.settings(GOOGLE.getPort(), model, Map.of(), null);
    }
}
