package dev.atelier.persistence.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.generation.ImageBrief;
import org.junit.jupiter.api.Test;

/** Rows outlive the code that wrote them: what these lack was not yet there. */
class JsonTest {
    @Test
    void aModelOfBeforeThereWereMasksTakesNone() {
        Capabilities old = Json.read(
                "{\"aspectRatios\":[\"1:1\"],\"qualities\":[],\"maxImages\":4,\"minInputImages\":0,\"maxInputImages\":4,"
                        + "\"maxPromptLength\":100,\"seed\":true}",
                Capabilities.class);
        assertThat(old.mask()).isFalse();
        assertThat(old.seed()).isTrue();
        assertThat(old.maxPromptLength()).isEqualTo(100);
    }

    @Test
    void aBriefOfBeforeThereWereMasksHasNone() {
        ImageBrief old = Json.read(
                "{\"prompt\":\"a boat\",\"imageCount\":2,\"references\":[],\"products\":[],\"aspectRatio\":\"16:9\","
                        + "\"quality\":null,\"model\":\"some/one\",\"llmModel\":null,\"seed\":7,\"parent\":null,"
                        + "\"promptMode\":\"AS_WRITTEN\"}",
                ImageBrief.class);
        assertThat(old.mask()).isNull();
        assertThat(old.aspectRatio()).isEqualTo("16:9");
        assertThat(old.seed()).isEqualTo(7);
    }
}
