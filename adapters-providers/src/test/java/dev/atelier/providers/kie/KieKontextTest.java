package dev.atelier.providers.kie;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.atelier.providers.Fixtures.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** FLUX Kontext, the picture model that is no job. */
class KieKontextTest {
    private static final VendorTaskId TASK = new VendorTaskId("flux/kontext:task12345");

    @RegisterExtension
    static final WireMockExtension KIE = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    private final ImageGenerationProvider provider = new KieProviderFactory(
                    new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
            .imageGeneration(Fixtures.settings(KIE.getPort(), "flux-kontext-pro", Map.of(), null));

    @Test
    void itIsOrderedAndReadByItsOwnRoutes() {
        KIE.stubFor(post("/api/v1/flux/kontext/generate")
                .willReturn(okJson("{\"code\": 200, \"msg\": \"success\", \"data\": {\"taskId\": \"task12345\"}}")));
        KIE.stubFor(get("/api/v1/flux/kontext/record-info?taskId=task12345").willReturn(okJson("""
                {"code": 200, "msg": "success", "data": {"taskId": "task12345", "paramJson": "{}", "successFlag": 1,
                 "response": {"originImageUrl": "https://bfl.example/x.jpg", "resultImageUrl": "https://tempfile.aiquickdraw.com/f/x.png"},
                 "errorCode": null, "errorMessage": ""}}
                """)));

        Submission submission = provider.submit(new ImageOrder(
                new ModelId("flux-kontext-pro"),
                "A red dot",
                List.of(Fixtures.picture("https://img.example.com/a.png")),
                null,
                "16:9",
                null,
                null,
                URI.create("https://media.example.com/hooks/1"),
                "ref-1"));

        assertThat(submission).isEqualTo(new Submission.Accepted(TASK, Duration.ofSeconds(5)));
        assertThat(provider.poll(TASK))
                .isEqualTo(new TaskProgress.Succeeded(
                        List.of(new ProducedFile.Remote(URI.create("https://tempfile.aiquickdraw.com/f/x.png"))),
                        VendorCost.UNTOLD,
                        null));
        KIE.verify(1, postRequestedFor(anyUrl()));
        KIE.verify(
                1, postRequestedFor(urlEqualTo("/api/v1/flux/kontext/generate")).withRequestBody(equalToJson("""
                        {"model": "flux-kontext-pro", "callBackUrl": "https://media.example.com/hooks/1", "prompt": "A red dot",
                         "inputImage": "https://img.example.com/a.png", "aspectRatio": "16:9", "outputFormat": "png",
                         "enableTranslation": false}
                        """)));
    }

    @Test
    void itsBellNamesTheTaskAsPollingDoes() {
        String body = "{\"code\": 200, \"msg\": \"ok\", \"data\": {\"taskId\": \"task12345\", \"info\":"
                + " {\"resultImageUrl\": \"https://tempfile.aiquickdraw.com/f/x.png\"}}}";

        assertThat(provider.readCallback(
                                new RawCallback(Map.of(), body.getBytes(StandardCharsets.UTF_8), Instant.EPOCH))
                        .task())
                .isEqualTo(TASK);
    }
}
