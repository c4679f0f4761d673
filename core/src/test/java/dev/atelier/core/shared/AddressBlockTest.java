package dev.atelier.core.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/32, 2001:db8:1::7, true",
        "2001:db8::/32, [2001:db8:1::7], true",
        "2001:db8::/32, 2001:db9::7, false",
        "::/0, 10.0.0.1, false",
        "10.0.0.0/8, localhost, false",
        "10.0.0.0/8, '', false"
    })
    void containsWhatItNames(String block, String address, boolean inside) {
        assertThat(AddressBlock.of(block).contains(address)).isEqualTo(inside);
    }

    @Test
    void theCanonicalFormHasNoBitsBehindThePrefix() {
        assertThat(AddressBlock.of(" 10.1.2.3/8 ")).isEqualTo(AddressBlock.of("10.0.0.0/8"));
        assertThat(AddressBlock.of("10.1.2.3")).hasToString("10.1.2.3/32");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "10.0.0.0/",
                "::/129",
                "example.com",
                "1"
            })
    void whatIsNoBlockIsRefused(String text) {
        assertThatThrownBy(() -> AddressBlock.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
