package dev.atelier.providers.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.spi.ResultFetcher;
import dev.atelier.core.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedResultFetcherTest {
    @RegisterExtension
    static final WireMockExtension HOST = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    @TempDir
    Path folder;

    private Path file;
    private ResultFetcher fetcher;

    @BeforeEach
    void begin() {
        file = folder.resolve("result");
        fetcher = new GuardedResultFetcher(new GuardedHttp(NetworkPolicy.allowing("localhost:" + HOST.getPort())));
    }

    @Test
    void bringsTheBytesWithoutAnyKey() throws IOException {
        byte[] picture = {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2};
        HOST.stubFor(get("/a.png").willReturn(aResponse().withBody(picture)));

        fetcher.fetch(new ProducedFile.Remote(at("/a.png")), file, 7);

        assertThat(file).hasBinaryContent(picture);
        HOST.verify(getRequestedFor(urlEqualTo("/a.png"))
                .withoutHeader("Authorization")
                .withoutHeader("x-goog-api-key")
                .withoutHeader("Cookie")
                .withHeader("Accept-Encoding", equalTo("identity")));
    }

    @Test
    void oneByteTooManyIsRefusedAndLeavesNothing() {
        HOST.stubFor(get("/a.png").willReturn(aResponse().withBody(new byte[101])));

        assertThatThrownBy(() -> fetcher.fetch(new ProducedFile.Remote(at("/a.png")), file, 100))
                .isInstanceOf(IOException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void bytesAreCountedWhereNoLengthIsTold() {
        HOST.stubFor(
                get("/a.png").willReturn(aResponse().withBody(new byte[200_000]).withChunkedDribbleDelay(4, 10)));

        assertThatThrownBy(() -> fetcher.fetch(new ProducedFile.Remote(at("/a.png")), file, 100_000))
                .hasMessageContaining("larger than 100000");
        assertThat(file).doesNotExist();
    }

    @Test
    void aBodyThatBreaksOffLeavesNothing() {
        try (ScriptedServer server =
                new ScriptedServer().answers("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")) {
            ResultFetcher there =
                    new GuardedResultFetcher(new GuardedHttp(NetworkPolicy.allowing("localhost:" + server.port())));

            assertThatThrownBy(() -> there.fetch(
                            new ProducedFile.Remote(URI.create("http://localhost:" + server.port() + "/a")),
                            file,
                            1_000))
                    .isInstanceOf(IOException.class);
            assertThat(file).doesNotExist();
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 410})
    void aDeadAddressIsTold(int status) {
        HOST.stubFor(get("/a.png").willReturn(aResponse().withStatus(status)));

        assertThatThrownBy(() -> fetcher.fetch(new ProducedFile.Remote(at("/a.png")), file, 100))
                .isInstanceOf(ResultFetcher.Gone.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 206, 304, 400, 401, 429, 500, 503})
    void anythingElseIsTrouble(int status) {
        HOST.stubFor(get("/a.png").willReturn(aResponse().withStatus(status)));

        assertThatThrownBy(() -> fetcher.fetch(new ProducedFile.Remote(at("/a.png")), file, 100))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ResultFetcher.Gone.class);
    }

    @Test
    void compressedBytesAreRefused() {
        HOST.stubFor(get("/a.png")
                .willReturn(aResponse().withHeader("Content-Encoding", "br").withBody("x")));

        assertThatThrownBy(() -> fetcher.fetch(new ProducedFile.Remote(at("/a.png")), file, 100))
                .hasMessageContaining("compressed");
    }

    @Test
    void theVendorsOwnKeyGoesToItsOwnHostAlone() throws IOException {
        HOST.stubFor(get("/film").willReturn(temporaryRedirect("/moved")));
        HOST.stubFor(get("/moved").willReturn(temporaryRedirect("http://127.0.0.1:" + HOST.getPort() + "/elsewhere")));
        HOST.stubFor(get("/elsewhere").willReturn(aResponse().withBody("film")));

        ResultFetcher both = new GuardedResultFetcher(
                new GuardedHttp(NetworkPolicy.allowing("localhost:" + HOST.getPort(), "127.0.0.1:" + HOST.getPort())));

        both.fetch(new ProducedFile.Remote(at("/film"), Map.of("x-goog-api-key", Secret.of("key-canary"))), file, 100);

        HOST.verify(getRequestedFor(urlEqualTo("/moved")).withHeader("x-goog-api-key", equalTo("key-canary")));
        HOST.verify(getRequestedFor(urlEqualTo("/elsewhere")).withoutHeader("x-goog-api-key"));
    }

    @Test
    void threeRedirectsAreFollowedAndAFourthIsNot() throws IOException {
        HOST.stubFor(get("/1").willReturn(temporaryRedirect("/2")));
        HOST.stubFor(get("/2").willReturn(temporaryRedirect("/3")));
        HOST.stubFor(get("/3").willReturn(temporaryRedirect("/end")));
        HOST.stubFor(get("/0").willReturn(temporaryRedirect("/1")));
        HOST.stubFor(get("/end").willReturn(aResponse().withBody("end")));

        fetcher.fetch(new ProducedFile.Remote(at("/1")), file, 100);

        assertThat(Files.readString(file, StandardCharsets.UTF_8)).isEqualTo("end");
        assertThatThrownBy(() -> fetcher.fetch(new ProducedFile.Remote(at("/0")), file, 100))
                .hasMessageContaining("redirects too often");
    }

    @Test
    void aRedirectToAPrivateAddressIsRefused() {
        try (ScriptedServer canary = new ScriptedServer()) {
            HOST.stubFor(get("/own").willReturn(temporaryRedirect("http://127.0.0.1:" + canary.port() + "/")));
            HOST.stubFor(get("/tls").willReturn(temporaryRedirect("https://127.0.0.1/")));
            HOST.stubFor(get("/meta").willReturn(temporaryRedirect("http://169.254.169.254/latest/meta-data/")));
            HOST.stubFor(get("/meta-tls").willReturn(temporaryRedirect("https://169.254.169.254/")));
            HOST.stubFor(get("/file").willReturn(temporaryRedirect("file:///etc/passwd")));
            HOST.stubFor(get("/nowhere").willReturn(aResponse().withStatus(302)));

            for (String path : new String[] {"/own", "/tls", "/meta", "/meta-tls", "/file"}) {
                assertThatThrownBy(() -> fetcher.fetch(new ProducedFile.Remote(at(path)), file, 100))
                        .as(path)
                        .isInstanceOf(IOException.class)
                        .hasMessage("the result's address could not be used");
            }
            assertThatThrownBy(() -> fetcher.fetch(new ProducedFile.Remote(at("/nowhere")), file, 100))
                    .isInstanceOf(IOException.class);
            assertThat(canary.connections()).isZero();
        }
    }

    @Test
    void refusedUnknownAndUnreachableLookTheSame() throws IOException {
        String[] addresses = {
            "https://127.0.0.1/",
            "http://img.example.com/",
            "https://no-such-name.invalid/?sig=secret",
            "ftp://img.example.com/",
            "https://u:p@img.example.com/",
            "data:image/png;base64,AAAA"
        };

        for (String address : addresses) {
            assertThatThrownBy(() -> fetcher.fetch(new ProducedFile.Remote(URI.create(address)), file, 100))
                    .as(address)
                    .isInstanceOf(IOException.class)
                    .hasMessage("the result's address could not be used")
                    .hasNoCause();
        }
        HOST.verify(0, getRequestedFor(anyUrl()));
    }

    private static URI at(String path) {
        return URI.create("http://localhost:" + HOST.getPort() + path);
    }
}
