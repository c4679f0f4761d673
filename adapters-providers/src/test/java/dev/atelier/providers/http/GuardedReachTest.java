package dev.atelier.providers.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The socket's guard alone: ports are open and URLs are not looked at, so nothing else can be what refuses. */
class GuardedReachTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

    private final ScriptedServer canary = new ScriptedServer().answers(OK);
    private final GuardedHttp closed = new GuardedHttp(NetworkPolicy.publicOnly(), Dns.SYSTEM, port -> true);

    @AfterEach
    void stop() {
        canary.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "LOCALHOST",
                "localhost.",
                "127.1",
                "127.0.1",
                "2130706433",
                "0x7f000001",
                "0x7f.1",
                "0177.0.0.1",
                "017700000001",
                "0",
                "0.0.0.0",
                "127.0.0.1.",
                "127.127.127.127",
                "[::1]",
                "[0:0:0:0:0:0:0:1]",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[0:0:0:0:0:ffff:7f00:1]",
                "[::127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "①②⑦.⓪.⓪.①",
                "127。0。0。1",
                "127%2e0%2e0%2e1",
                "user@127.0.0.1",
                "example.com@127.0.0.1",
                "ｌｏｃａｌｈｏｓｔ"
            })
    void noSpellingOfLoopbackIsReached(String host) {
        HttpUrl url = HttpUrl.parse("http://" + host + ":" + canary.port() + "/");

        if (url != null) {
            assertThatThrownBy(() -> get(closed.fetch(), url)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(closed.vendor(), url)).isInstanceOf(IOException.class);
        }

        assertThat(canary.connections()).isZero();
    }

    @Test
    void anAllowedNameIsReachedUnderItsOwnNameAlone() throws IOException {
        GuardedHttp open =
                new GuardedHttp(NetworkPolicy.allowing("localhost:" + canary.port()), Dns.SYSTEM, port -> true);

        assertThat(get(open.fetch(), HttpUrl.get("http://localhost:" + canary.port() + "/")))
                .isEqualTo(200);
        assertThatThrownBy(() -> get(open.fetch(), HttpUrl.get("http://127.0.0.1:" + canary.port() + "/")))
                .isInstanceOf(IOException.class);
        assertThat(canary.connections()).isEqualTo(1);
    }

    @Test
    void aNameThatResolvesToLoopbackIsRefusedWhateverElseItResolvesTo() throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        InetAddress somewhere = InetAddress.getByName("8.8.8.8");
        GuardedHttp http =
                new GuardedHttp(NetworkPolicy.publicOnly(), name -> List.of(somewhere, loopback), port -> true);

        assertThatThrownBy(() -> get(http.fetch(), HttpUrl.get("http://rebind.example:" + canary.port() + "/")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("destination refused");
        assertThat(canary.connections()).isZero();
    }

    @Test
    void theSocketRefusesWhatTheNameLookUpLetThrough() throws IOException {
        InetAddress flipped = InetAddress.getByAddress("rebind.example", new byte[] {127, 0, 0, 1});
        GuardedSocketFactory sockets = new GuardedSocketFactory(NetworkPolicy.publicOnly(), port -> true);

        try (Socket socket = sockets.createSocket()) {
            assertThatThrownBy(() -> socket.connect(new InetSocketAddress(flipped, canary.port()), 1_000))
                    .isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> socket.connect(new InetSocketAddress(flipped, canary.port())))
                    .isInstanceOf(ConnectException.class);
        }
        assertThat(canary.connections()).isZero();
    }

    @Test
    void otherPortsOfPublicHostsAreClosed() {
        GuardedSocketFactory sockets = new GuardedSocketFactory(NetworkPolicy.publicOnly(), port -> port == 443);

        assertThatThrownBy(() -> sockets.check(new InetSocketAddress("8.8.8.8", 22)))
                .isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> sockets.check(InetSocketAddress.createUnresolved("a.example", 443)))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void theOtherWaysToASocketAreShut() {
        GuardedSocketFactory sockets = new GuardedSocketFactory(NetworkPolicy.publicOnly(), port -> true);

        assertThatThrownBy(() -> sockets.createSocket("127.0.0.1", canary.port()))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(canary.connections()).isZero();
    }

    @Test
    void aProxyOfTheSystemIsGoneAround() throws IOException {
        try (ScriptedServer target = new ScriptedServer().answers(OK)) {
            GuardedHttp open = new GuardedHttp(NetworkPolicy.allowing("localhost:" + target.port()));
            HttpUrl url = HttpUrl.get("http://localhost:" + target.port() + "/");
            System.setProperty("http.proxyHost", "localhost");
            System.setProperty("http.proxyPort", String.valueOf(canary.port()));
            System.setProperty("http.nonProxyHosts", "");
            try {
                assertThat(get(new OkHttpClient(), url))
                        .as("the proxy is in force")
                        .isEqualTo(200);
                assertThat(canary.connections()).isEqualTo(1);

                assertThat(get(open.fetch(), url)).isEqualTo(200);
                assertThat(get(open.vendor(), url)).isEqualTo(200);
            } finally {
                System.clearProperty("http.proxyHost");
                System.clearProperty("http.proxyPort");
                System.clearProperty("http.nonProxyHosts");
            }
            assertThat(canary.connections()).isEqualTo(1);
            assertThat(target.requests()).isEqualTo(2);
        }
    }

    private static int get(OkHttpClient client, HttpUrl url) throws IOException {
        try (Response response =
                client.newCall(new Request.Builder().url(url).build()).execute()) {
            return response.code();
        }
    }
}
