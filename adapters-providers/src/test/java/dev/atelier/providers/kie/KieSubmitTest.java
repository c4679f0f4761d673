package dev.atelier.providers.kie;

import static com.github.tomakehurst.wiremock.client.WireMock.aMultipart;
import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.binaryEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.atelier.providers.Fixtures.CLOCK;
import static dev.atelier.providers.Fixtures.KEY;
import static dev.atelier.providers.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.atelier.core.fakes.LogCapture;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import dev.atelier.providers.Fixtures;
import dev.atelier.providers.http.GuardedHttp;
import dev.atelier.providers.http.NetworkPolicy;
import dev.atelier.providers.http.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KieSubmitTest {
    private static final String CREATE = "/api/v1/jobs/createTask";
    private static final String PROMPT = "Replace the background with a plain light grey studio wall";
    private static final String CALLBACK = "https://media.example.com/hooks/kie/token-3f0c2c5e";

    @RegisterExtension
    static final WireMockExtension KIE = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    private final List<PictureInput> pictures =
            List.of(Fixtures.picture("https://img.example.com/a.png?sig=secret-sig"));

    @Test
    void sendsTheOrderOnceAndReadsTheTask() {
        KIE.stubFor(post(CREATE).willReturn(okJson(text("kie/created.json"))));

        Submission submission = provider(Map.of()).submit(order("seedream/4.5-edit", pictures));

        assertThat(submission)
                .isEqualTo(new Submission.Accepted(
                        new VendorTaskId("281e5b0f39b9d3a1c4f7e2a6b8d0c5e1"), Duration.ofSeconds(5)));
        KIE.verify(
                1,
                postRequestedFor(urlEqualTo(CREATE))
                        .withHeader("Authorization", equalTo("Bearer " + KEY))
                        .withHeader("Content-Type", equalTo("application/json"))
                        .withRequestBody(equalToJson("""
                                {"model": "seedream/4.5-edit", "callBackUrl": "%s",
                                 "input": {"prompt": "%s", "image_urls": ["https://img.example.com/a.png?sig=secret-sig"],
                                           "aspect_ratio": "1:1", "quality": "basic", "nsfw_checker": true}}
                                """.formatted(CALLBACK, PROMPT))));
    }

    @Test
    void withoutACallbackNoneIsNamed() {
        KIE.stubFor(post(CREATE).willReturn(okJson(text("kie/created.json"))));

        provider(Map.of())
                .submit(new ImageOrder(
                        new ModelId("google/nano-banana"), PROMPT, List.of(), null, "16:9", null, 7L, null, "ref-1"));

        KIE.verify(postRequestedFor(urlEqualTo(CREATE)).withRequestBody(equalToJson("""
                {"model": "google/nano-banana", "input": {"prompt": "%s", "aspect_ratio": "16:9", "output_format": "png"}}
                """.formatted(PROMPT))));
    }

    @Test
    void picturesThatNobodyCanReachAreUploadedFirst() {
        KIE.stubFor(post("/api/file-stream-upload").willReturn(okJson(text("kie/uploaded.json"))));
        KIE.stubFor(post(CREATE).willReturn(okJson(text("kie/created.json"))));
        byte[] bytes = {9, 8, 7};

        provider(Map.of())
                .submit(order(
                        "nano-banana-pro",
                        List.of(Fixtures.picture(bytes), Fixtures.picture("https://img.example.com/b.png"))));

        KIE.verify(
                1,
                postRequestedFor(urlEqualTo("/api/file-stream-upload"))
                        .withHeader("Authorization", equalTo("Bearer " + KEY))
                        .withAnyRequestBodyPart(aMultipart("file").withBody(binaryEqualTo(bytes)))
                        .withAnyRequestBodyPart(aMultipart("uploadPath").withBody(equalTo("images/atelier"))));
        KIE.verify(postRequestedFor(urlEqualTo(CREATE))
                .withRequestBody(matchingJsonPath(
                        "$.input.image_input[0]",
                        equalTo("https://tempfile.redpandaai.co/kieai/1234/images/atelier/5f2b.png")))
                .withRequestBody(matchingJsonPath("$.input.image_input[1]", equalTo("https://img.example.com/b.png"))));
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"success\": false, \"code\": 401, \"msg\": \"Authentication failed: Invalid API Key\"}', 401, CREDENTIALS",
        "'{\"success\": false, \"code\": 400, \"msg\": \"Missing required parameter: uploadPath\"}', 400, INVALID_ORDER",
        "'{\"success\": false, \"code\": 500, \"msg\": \"Failed to upload file\"}', 500, UNAVAILABLE",
        "'{\"success\": true, \"code\": 200, \"data\": {}}', 200, UNAVAILABLE",
        "<html>, 200, UNAVAILABLE"
    })
    void whenTheUploadFailsNothingIsOrdered(String body, int status, FailureKind kind) {
        KIE.stubFor(post("/api/file-stream-upload")
                .willReturn(aResponse().withStatus(status).withBody(body)));

        ProviderFailure failure = failure(order("nano-banana-pro", List.of(Fixtures.picture(new byte[9]))));

        assertThat(failure.kind()).isEqualTo(kind);
        KIE.verify(0, postRequestedFor(urlEqualTo(CREATE)));
    }

    @ParameterizedTest
    @CsvSource({
        "400, bad parameter, INVALID_ORDER",
        "400, Your prompt was flagged as violating content policies., CONTENT_REFUSED",
        "401, You do not have access permissions, CREDENTIALS",
        "402, Credits insufficient, VENDOR_BALANCE",
        "404, Not Found, INVALID_ORDER",
        "408, , UNAVAILABLE",
        "422, The model name you specified is not supported., INVALID_ORDER",
        "429, Rate limit exceeded, RATE_LIMITED",
        "433, cap, VENDOR_BALANCE",
        "455, The service is under maintenance, UNAVAILABLE",
        "500, This field is required, INVALID_ORDER",
        "500, aspect_ratio is required, INVALID_ORDER",
        "500, 'Server exception, please try again later or contact customer service', UNAVAILABLE",
        "500, Insufficient credits, VENDOR_BALANCE",
        "501, Generation Failed, UNAVAILABLE",
        "505, Feature Disabled, INVALID_ORDER",
        "599, what is this, UNAVAILABLE",
        "499, what is this, INVALID_ORDER",
        "0, what is this, OUTCOME_UNKNOWN",
        "302, what is this, OUTCOME_UNKNOWN"
    })
    void refusesByTheCodeInTheBody(int code, String message, FailureKind kind) {
        String body = "{\"code\": %d, \"msg\": \"%s\", \"data\": null}".formatted(code, message == null ? "" : message);
        KIE.stubFor(post(CREATE).willReturn(okJson(body)));

        ProviderFailure failure = failure(order("seedream/4.5-edit", pictures));

        assertThat(failure.kind()).isEqualTo(kind);
        KIE.verify(1, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({
        "401, 401, CREDENTIALS",
        "402, 402, VENDOR_BALANCE",
        "429, 429, RATE_LIMITED",
        "500, 500, UNAVAILABLE",
        "503, 455, UNAVAILABLE"
    })
    void refusesByTheCodeWhateverTheStatus(int status, int code, FailureKind kind) {
        KIE.stubFor(post(CREATE)
                .willReturn(
                        aResponse().withStatus(status).withBody("{\"code\": %d, \"msg\": \"no\"}".formatted(code))));

        assertThat(failure(order("seedream/4.5-edit", pictures)).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "301, UNAVAILABLE",
        "302, UNAVAILABLE",
        "303, OUTCOME_UNKNOWN",
        "307, UNAVAILABLE",
        "400, INVALID_ORDER",
        "401, CREDENTIALS",
        "402, VENDOR_BALANCE",
        "403, CREDENTIALS",
        "404, INVALID_ORDER",
        "408, OUTCOME_UNKNOWN",
        "429, RATE_LIMITED",
        "500, OUTCOME_UNKNOWN",
        "502, OUTCOME_UNKNOWN",
        "503, OUTCOME_UNKNOWN",
        "504, OUTCOME_UNKNOWN",
        "524, OUTCOME_UNKNOWN"
    })
    void aGatewaysPageIsSortedByItsStatus(int status, FailureKind kind) {
        KIE.stubFor(post(CREATE)
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Location", "/elsewhere")
                        .withHeader("Content-Type", "text/html")
                        .withBody("<html>Bad Gateway</html>")));

        assertThat(failure(order("seedream/4.5-edit", pictures)).kind()).isEqualTo(kind);
        KIE.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    void anOverloadThatNamesATimeHasTakenNothing() {
        KIE.stubFor(post(CREATE)
                .willReturn(aResponse()
                        .withStatus(503)
                        .withHeader("Retry-After", "0")
                        .withBody("busy")));

        ProviderFailure failure = failure(order("seedream/4.5-edit", pictures));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure.retryAfter()).contains(Duration.ZERO);
        KIE.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    void tellsHowLongToWait() {
        KIE.stubFor(post(CREATE).willReturn(okJson("{\"code\": 429, \"msg\": \"Rate limit exceeded\"}")));
        assertThat(failure(order("seedream/4.5-edit", pictures)).retryAfter()).contains(Duration.ofSeconds(10));

        KIE.stubFor(post(CREATE)
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "Fri, 20 Nov 2026 10:00:45 GMT")));
        assertThat(failure(order("seedream/4.5-edit", pictures)).retryAfter()).contains(Duration.ofSeconds(45));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>fine</html>",
                "{\"code\": 200, \"msg\": \"success\", \"data\": null}",
                "{\"code\": 200, \"msg\": \"success\", \"data\": {\"taskId\": \" \"}}",
                "{\"code\": 200,",
                "[]",
                "null",
                "{}",
                "{\"code\": 200, \"data\": {\"taskId\": \"a\"}} trailing"
            })
    void aGoodStatusWithoutATaskIsInDoubt(String body) {
        KIE.stubFor(post(CREATE).willReturn(aResponse().withBody(body)));

        assertThat(failure(order("seedream/4.5-edit", pictures)).kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
    }

    @Test
    void aHugeAnswerIsNotReadToItsEnd() {
        KIE.stubFor(post(CREATE).willReturn(aResponse().withBody("{\"x\":\"" + "y".repeat(3 << 20) + "\"}")));

        assertThat(failure(order("seedream/4.5-edit", pictures)).kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
    }

    @Test
    void deepNestingIsNoAnswer() {
        KIE.stubFor(post(CREATE).willReturn(aResponse().withBody("[".repeat(100_000))));

        assertThat(failure(order("seedream/4.5-edit", pictures)).kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aFaultOnTheWireIsInDoubtAndSentOnce(Fault fault) {
        ImageGenerationProvider provider = provider(Map.of());
        KIE.stubFor(post(CREATE).willReturn(okJson(text("kie/created.json"))));
        provider.submit(
                order("seedream/4.5-edit", pictures)); // leaves a pooled connection, which clients like to retry on
        KIE.stubFor(post(CREATE).willReturn(aResponse().withFault(fault)));

        assertThat(failure(provider, order("seedream/4.5-edit", pictures)).kind())
                .isEqualTo(FailureKind.OUTCOME_UNKNOWN);
        KIE.verify(2, postRequestedFor(urlEqualTo(CREATE)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"code\": 200, \"data\": {\"taskId\": \"t-1\"}}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{\"code\"",
                "\0\0\0\0garbage\r\n\r\n"
            })
    void aHangUpAfterTheRequestWasReadIsInDoubtAndSentOnce(String answer) {
        try (ScriptedServer server = new ScriptedServer().answers(answer)) {
            ImageGenerationProvider provider = provider(server.port(), Map.of());

            assertThat(failure(provider, order("seedream/4.5-edit", pictures)).kind())
                    .isEqualTo(FailureKind.OUTCOME_UNKNOWN);
            assertThat(server.requests()).isEqualTo(1);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aHangUpBeforeTheRequestWasReadIsInDoubtTooAndSentOnce() {
        try (ScriptedServer server = new ScriptedServer().hangsUpUnread()) {
            ImageGenerationProvider provider = provider(server.port(), Map.of());

            assertThat(failure(provider, order("seedream/4.5-edit", pictures)).kind())
                    .isEqualTo(FailureKind.OUTCOME_UNKNOWN);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aSlowAnswerIsInDoubtWhenTheTimeIsUp() {
        KIE.stubFor(post(CREATE).willReturn(okJson(text("kie/created.json")).withFixedDelay(4_000)));
        ImageGenerationProvider provider = provider(Map.of("callTimeoutSeconds", "1"));
        long begin = System.nanoTime();

        assertThat(failure(provider, order("seedream/4.5-edit", pictures)).kind())
                .isEqualTo(FailureKind.OUTCOME_UNKNOWN);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        assertThat(provider.callTimeout()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatNeverLeftIsUnavailable() throws IOException {
        // Bound but not listening: nobody answers there, and nobody else can take the port meanwhile.
        try (Socket closed = new Socket()) {
            closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            assertThat(failure(provider(closed.getLocalPort(), Map.of()), order("seedream/4.5-edit", pictures))
                            .kind())
                    .isEqualTo(FailureKind.UNAVAILABLE);
        }

        KieProviderFactory guarded = new KieProviderFactory(new GuardedHttp(NetworkPolicy.publicOnly()), CLOCK);
        ImageGenerationProvider refused =
                guarded.imageGeneration(Fixtures.settings(KIE.getPort(), "seedream/4.5-edit", Map.of(), null));
        assertThat(failure(refused, order("seedream/4.5-edit", pictures)).kind())
                .isEqualTo(FailureKind.UNAVAILABLE);
        KIE.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void neitherLogNorMessageHoldsASecret() {
        String[] bodies = {
            text("kie/created.json"),
            "{\"code\": 401, \"msg\": \"bad key Bearer %s\"}".formatted(KEY),
            "{\"code\": 422, \"msg\": \"bad prompt: %s\"}".formatted(PROMPT),
            "{\"code\": 422, \"msg\": \"cannot read https://img.example.com/a.png?sig=secret-sig\"}",
            "{\"code\": 422, \"msg\": \"cannot call %s\"}".formatted(CALLBACK),
            "<html>" + PROMPT + KEY + "</html>"
        };
        StringBuilder told = new StringBuilder();

        try (LogCapture log = new LogCapture()) {
            for (String body : bodies) {
                KIE.stubFor(post(CREATE).willReturn(aResponse().withBody(body)));
                try {
                    told.append(provider(Map.of()).submit(order("seedream/4.5-edit", pictures)));
                } catch (ProviderFailure e) {
                    assertThat(e).hasNoCause();
                    told.append(e).append('\n');
                }
            }
            assertThat(log.lines()).anyMatch(line -> line.contains("provider call provider=stub route=" + CREATE));
            told.append(log.lines());
        }

        assertThat(told.toString()).doesNotContain(KEY, PROMPT, "studio wall", "secret-sig", "token-3f0c2c5e");
    }

    private static ImageOrder order(String model, List<PictureInput> images) {
        return new ImageOrder(
                new ModelId(model), PROMPT, images, null, null, null, null, URI.create(CALLBACK), "ref-1");
    }

    private static ImageGenerationProvider provider(Map<String, String> options) {
        return provider(KIE.getPort(), options);
    }

    private static ImageGenerationProvider provider(int port, Map<String, String> options) {
        return new KieProviderFactory(new GuardedHttp(NetworkPolicy.allowing("localhost")), CLOCK)
                .imageGeneration(Fixtures.settings(port, "seedream/4.5-edit", options, null));
    }

    private static ProviderFailure failure(ImageOrder order) {
        return failure(provider(Map.of()), order);
    }

    private static ProviderFailure failure(ImageGenerationProvider provider, ImageOrder order) {
        return catchThrowableOfType(ProviderFailure.class, () -> provider.submit(order));
    }
}
