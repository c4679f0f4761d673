package dev.atelier.providers.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void readsSecondsAndDates() {
        assertThat(RetryAfter.read("12", NOW)).isEqualTo(Duration.ofSeconds(12));
        assertThat(RetryAfter.read(" 0 ", NOW)).isEqualTo(Duration.ZERO);
        assertThat(RetryAfter.read("Fri, 20 Nov 2026 10:01:30 GMT", NOW)).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void staysWithinADay() {
        assertThat(RetryAfter.read("Fri, 20 Nov 2026 09:00:00 GMT", NOW)).isEqualTo(Duration.ZERO);
        assertThat(RetryAfter.read("999999999999999999", NOW)).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void whatCannotBeReadIsNotThere() {
        assertThat(RetryAfter.read(null, NOW)).isNull();
        assertThat(RetryAfter.read("soon", NOW)).isNull();
        assertThat(RetryAfter.read("-5", NOW)).isNull();
        assertThat(RetryAfter.read("9".repeat(400), NOW)).isNull();
    }
}
