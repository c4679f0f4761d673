package dev.atelier.providers.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkPolicyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://img.example.com/a.png",
                "https://img.example.com:8443/a.png",
                "https://user@img.example.com/a.png",
                "https://user:word@img.example.com/a.png",
                "http://localhost:8089/"
            })
    void withoutEntriesOnlyHttpsOnItsOwnPortIsAsked(String url) {
        assertThat(NetworkPolicy.publicOnly().permits(HttpUrl.get(url))).isFalse();
        assertThat(NetworkPolicy.publicOnly().permits(HttpUrl.get("https://img.example.com/a.png")))
                .isTrue();
    }

    @Test
    void anEntryOpensItsHostAndPortAlone() {
        NetworkPolicy policy = NetworkPolicy.parse(" Localhost:8089, [::1]:9000 vendor.intern ");

        assertThat(policy.permits(HttpUrl.get("http://localhost:8089/x"))).isTrue();
        assertThat(policy.permits(HttpUrl.get("http://localhost:8090/x"))).isFalse();
        assertThat(policy.permits(HttpUrl.get("http://127.0.0.1:8089/x"))).isFalse();
        assertThat(policy.permits(HttpUrl.get("http://[0:0:0:0:0:0:0:1]:9000/")))
                .isTrue();
        assertThat(policy.permits(HttpUrl.get("http://vendor.intern:1234/"))).isTrue();
        assertThat(policy.permits(HttpUrl.get("http://localhost.evil.example:8089/")))
                .isFalse();
    }

    @Test
    void aLongUrlIsRefused() {
        HttpUrl url = HttpUrl.get("https://img.example.com/" + "a".repeat(2_048));

        assertThat(NetworkPolicy.publicOnly().permits(url)).isFalse();
    }

    @Test
    void nothingMeansNothing() {
        assertThat(NetworkPolicy.parse("  ").allowed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "localhost:port", "local host/", "*.example.com", "[::1"})
    void anEntryThatIsNoHostIsRefused(String entry) {
        assertThatIllegalArgumentException().isThrownBy(() -> NetworkPolicy.allowing(entry));
    }
}
