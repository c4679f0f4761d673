package dev.atelier.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "postgresql://u:p@h:5432/db jdbc:postgresql://h:5432/db u p",
                "postgres://u:p@h/db jdbc:postgresql://h/db u p",
                "postgresql://u:p@h/db?sslmode=require jdbc:postgresql://h/db?sslmode=require u p",
                "postgresql://u:p@h/db?channel_binding=require jdbc:postgresql://h/db?channelBinding=require u p",
                "postgresql://u%40x:p%2Fq%3A@h/db jdbc:postgresql://h/db u@x p/q:",
                "postgresql://u:p@ss+1@h/db jdbc:postgresql://h/db u p@ss+1",
                "postgresql://u:100%@h/db jdbc:postgresql://h/db u 100%",
                "postgresql://u@h/db jdbc:postgresql://h/db u ''",
            })
    void aDatabaseUrlIsTakenApart(String url, String jdbcUrl, String user, String password) {
        PersistenceSettings settings = PersistenceSettings.ofDatabaseUrl(url);

        assertThat(settings.jdbcUrl()).isEqualTo(jdbcUrl);
        assertThat(settings.user()).isEqualTo(user);
        assertThat(settings.password()).isEqualTo(password);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mysql://u:hunter2@h/db", "postgresql://u:hunter2@h", "hunter2"})
    void whatIsNoDatabaseUrlIsRefusedWithoutTellingIt(String url) {
        assertThatThrownBy(() -> PersistenceSettings.ofDatabaseUrl(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DATABASE_URL")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void thePasswordIsNotInTheText() {
        assertThat(PersistenceSettings.ofDatabaseUrl("postgresql://u:hunter2@h/db?password=hunter2"))
                .asString()
                .doesNotContain("hunter2");
    }
}
