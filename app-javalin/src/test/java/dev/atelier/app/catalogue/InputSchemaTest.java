package dev.atelier.app.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;
import org.junit.jupiter.api.Test;

class InputSchemaTest {
    @Test
    void aFilmIsAskedForByTheNamesOfItsRoute() {
        JsonNode schema = schema(
                Category.VIDEO,
                Capabilities.prompts(900).ratios("16:9").seconds(8, 4).upTo(2).inputs(1, 2));

        JsonNode properties = schema.path("properties");
        assertThat(properties.fieldNames())
                .toIterable()
                .containsExactly("prompt", "count", "aspectRatio", "seconds", "imageUploadIds");
        assertThat(properties.path("seconds").path("default").asInt()).isEqualTo(8);
        assertThat(properties.path("seconds").path("enum").toString()).isEqualTo("[8,4]");
        assertThat(properties.path("imageUploadIds").path("x-order").asInt()).isEqualTo(5);
        assertThat(schema.path("required").toString()).isEqualTo("[\"prompt\",\"imageUploadIds\"]");
    }

    @Test
    void aVoiceSaysATextByOneOfItsSpeakers() {
        JsonNode schema = schema(Category.SPEECH, Capabilities.prompts(400).voices("alloy", "echo"));

        assertThat(schema.path("properties").path("text").path("maxLength").asInt())
                .isEqualTo(400);
        assertThat(schema.path("properties").path("voice").path("enum").toString())
                .isEqualTo("[\"alloy\",\"echo\"]");
        assertThat(schema.path("required").toString()).isEqualTo("[\"text\"]");
    }

    private static JsonNode schema(Category category, Capabilities can) {
        ModelSpec model = new ModelSpec(
                new ModelId("some/model"), new ProviderId("some"), category, "Some", can, Lifecycle.ACTIVE, null, null);
        return new ObjectMapper().valueToTree(InputSchema.of(model));
    }
}
