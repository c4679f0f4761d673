package dev.atelier.app.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressesTest {
    private final ClientAddresses addresses = new ClientAddresses(List.of("10.0.0.0/8", "fd00::/8"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 1.2.3.4 | 203.0.113.9",
                "10.1.1.1 | 1.2.3.4 | 1.2.3.4",
                "10.1.1.1 | 6.6.6.6, 1.2.3.4 | 1.2.3.4",
                "10.1.1.1 | 6.6.6.6, 1.2.3.4, 10.2.2.2 | 1.2.3.4",
                "10.1.1.1 | 6.6.6.6, evil.example, 10.2.2.2 | 10.2.2.2",
                "10.1.1.1 | '' | 10.1.1.1",
                "fd00::1 | 2001:db8::7 | 2001:db8::7"
            })
    void takesTheRightmostAddressThatIsNoProxy(String peer, String forwarded, String client) {
        assertThat(addresses.clientOf(peer, List.of(forwarded).iterator())).isEqualTo(client);
    }

    @Test
    void networksAreWhatOneCustomerHas() {
        assertThat(ClientAddresses.network("203.0.113.9")).isEqualTo("203.0.113.0/24");
        assertThat(ClientAddresses.network("2001:db8:1:2:3::4")).isEqualTo("2001:db8:1:2:0:0:0:0/64");
    }

    @Test
    void aBlockThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new ClientAddresses(List.of("proxy.example")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClientAddresses(List.of("10.0.0.0/64")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
