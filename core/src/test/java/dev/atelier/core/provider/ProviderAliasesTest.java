package dev.atelier.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProviderAliasesTest {
    @Test
    void anAliasMeansItsAdapterAndEverythingElseItself() {
        assertThat(ProviderAliases.adapter("google")).isEqualTo("gemini");
        assertThat(ProviderAliases.adapter(" Google ")).isEqualTo("gemini");
        assertThat(ProviderAliases.adapter("gemini")).isEqualTo("gemini");
        assertThat(ProviderAliases.adapter("acme")).isEqualTo("acme");
        assertThat(ProviderAliases.of("gemini")).containsExactly("google", "google-ai", "imagen");
        assertThat(ProviderAliases.of("acme")).isEmpty();
    }
}
