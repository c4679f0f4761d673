package dev.atelier.providers.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.SettableClock;
import dev.atelier.core.webhook.DeliveryTrouble;
import dev.atelier.core.webhook.spi.WebhookSender.Answer;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import okhttp3.Dns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedWebhookSenderTest {
    private static final byte[] BODY = "{\"type\":\"webhook.test\"}".getBytes(StandardCharsets.UTF_8);
    private static final Duration SOON = Duration.ofSeconds(5);

    @RegisterExtension
    static final WireMockExtension RECEIVER = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    private final Clock clock = SettableClock.standing(Samples.NOW);
    private final GuardedWebhookSender sender =
            new GuardedWebhookSender(new GuardedHttp(NetworkPolicy.allowing("localhost")), clock);

    private Answer send(ResponseDefinitionBuilder answer) {
        RECEIVER.stubFor(post(urlEqualTo("/hook?a=b")).willReturn(answer));
        return send(sender, "http://localhost:" + RECEIVER.getPort() + "/hook?a=b");
    }

    private static Answer send(GuardedWebhookSender through, String url) {
        return through.send(URI.create(url), Map.of("webhook-id", "m-1"), BODY, SOON);
    }

    @Test
    void theVeryBytesAndHeadersArrive() {
        assertThat(send(aResponse().withStatus(202))).isEqualTo(new Answer(202, null, null));
        RECEIVER.verify(
                1,
                postRequestedFor(urlEqualTo("/hook?a=b"))
                        .withHeader("webhook-id", equalTo("m-1"))
                        .withHeader("content-type", equalTo("application/json"))
                        .withRequestBody(equalTo(new String(BODY, StandardCharsets.UTF_8))));
    }

    @Test
    void whatIsNotTakenIsSortedAndNothingIsSentTwice() {
        assertThat(send(aResponse().withStatus(410)).trouble()).isEqualTo(DeliveryTrouble.GONE);
        assertThat(send(aResponse().withStatus(500))).isEqualTo(new Answer(500, DeliveryTrouble.STATUS, null));
        assertThat(send(aResponse().withStatus(503).withHeader("Retry-After", "0")))
                .isEqualTo(new Answer(503, DeliveryTrouble.STATUS, Duration.ZERO));
        assertThat(send(aResponse().withStatus(408))).isEqualTo(new Answer(408, DeliveryTrouble.STATUS, null));
        assertThat(send(aResponse().withStatus(429).withHeader("Retry-After", "99999999"))
                        .retryAfter())
                .isEqualTo(Duration.ofDays(1));
        RECEIVER.verify(5, postRequestedFor(urlEqualTo("/hook?a=b")));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void noRedirectIsFollowed(int status) {
        RECEIVER.stubFor(post(urlEqualTo("/elsewhere")).willReturn(aResponse()));
        Answer answer = send(aResponse()
                .withStatus(status)
                .withHeader("Location", "http://localhost:" + RECEIVER.getPort() + "/elsewhere"));
        assertThat(answer).isEqualTo(new Answer(status, DeliveryTrouble.REDIRECT, null));
        RECEIVER.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
    }

    @Test
    void aReceiverThatHangsIsLeft() {
        RECEIVER.stubFor(post(urlEqualTo("/hang")).willReturn(aResponse().withFixedDelay(2_000)));
        Answer answer = sender.send(
                URI.create("http://localhost:" + RECEIVER.getPort() + "/hang"), Map.of(), BODY, Duration.ofMillis(200));
        assertThat(answer).isEqualTo(new Answer(null, DeliveryTrouble.TIMEOUT, null));
    }

    @Test
    void aBodyWithoutEndChangesNothing() {
        assertThat(send(aResponse().withStatus(200).withBody("x".repeat(5_000_000)))
                        .trouble())
                .isNull();
        assertThat(send(aResponse().withFault(com.github.tomakehurst.wiremock.http.Fault.EMPTY_RESPONSE)))
                .isEqualTo(new Answer(null, DeliveryTrouble.UNREACHABLE, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://receiver.example/hook",
                "https://receiver.example:8443/hook",
                "https://user:word@receiver.example/",
                "https://receiver.example/#part",
                "https://127.0.0.1/",
                "https://10.1.2.3/",
                "https://169.254.169.254/latest/meta-data",
                "https://2130706433/",
                "https://0x7f.1/",
                "https://127.1/",
                "https://[::1]/",
                "https://[::ffff:10.0.0.1]/",
                "https://localhost/",
                "https://intranet/",
                "https://a.localhost/",
                "https://metadata.google.internal/",
                "ftp://receiver.example/",
                "file:///etc/passwd",
                "/hook"
            })
    void addressesThatWouldNeverBeCalledAreRefusedAtOnce(String url) {
        GuardedWebhookSender strict = new GuardedWebhookSender(new GuardedHttp(NetworkPolicy.publicOnly()), clock);
        assertThat(strict.objection(URI.create(url))).as(url).isPresent();
    }

    @Test
    void publicAndOpenedAddressesAreTaken() {
        assertThat(sender.objection(URI.create("https://receiver.example/hook?x=1")))
                .isEmpty();
        assertThat(sender.objection(URI.create("https://8.8.8.8/"))).isEmpty();
        assertThat(sender.objection(URI.create("http://localhost:9000/hook"))).isEmpty();
    }

    @Test
    void aNameThatTurnsPrivateLaterIsNotCalled() throws UnknownHostException {
        Deque<InetAddress> turns =
                new ArrayDeque<>(List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("10.0.0.1")));
        Dns rebinding = name -> List.of(turns.pop());
        GuardedWebhookSender strict = new GuardedWebhookSender(
                new GuardedHttp(NetworkPolicy.publicOnly(), rebinding, port -> port == 443), clock);
        assertThat(strict.objection(URI.create("https://rebind.example/"))).isEmpty();

        assertThat(send(strict, "https://rebind.example/"))
                .isEqualTo(new Answer(null, DeliveryTrouble.UNREACHABLE, null));
        assertThat(send(strict, "https://rebind.example/"))
                .isEqualTo(new Answer(null, DeliveryTrouble.UNREACHABLE, null));
        assertThat(turns).isEmpty();
        assertThat(send(strict, "http://127.0.0.1:" + RECEIVER.getPort() + "/hook")
                        .trouble())
                .isEqualTo(DeliveryTrouble.UNREACHABLE);
        assertThat(RECEIVER.getAllServeEvents()).isEmpty();
    }
}
