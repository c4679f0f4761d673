package dev.atelier.app.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.app.http.Problem;
import dev.atelier.core.catalogue.Capabilities;
import dev.atelier.core.catalogue.Lifecycle;
import dev.atelier.core.catalogue.ModelSpec;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
    private static final ModelSpec WORDS =
            model(List.of("1:1", "3:2", "2:3", "16:9", "9:16"), List.of("standard", "draft", "high"));
    private static final ModelSpec THOUSANDS = model(List.of("auto", "1:1", "4:3"), List.of("2K", "4K"));

    private static ModelSpec model(List<String> ratios, List<String> qualities) {
        return new ModelSpec(
                new ModelId("some/model"),
                new ProviderId("some"),
                Category.IMAGE_GENERATION,
                "Some",
                Capabilities.prompts(1_000)
                        .ratios(ratios)
                        .qualities(qualities)
                        .upTo(4)
                        .inputs(0, 4)
                        .withSeed(),
                Lifecycle.ACTIVE,
                null,
                null);
    }

    @ParameterizedTest
    @CsvSource({
        "1024x1024, 1:1",
        "1536x1024, 3:2",
        "1024x1536, 2:3",
        "1792x1024, 16:9",
        "1024x1792, 9:16",
        "512x512, 1:1",
        "1920x1080, 16:9",
        "2:3, 2:3"
    })
    void theNearestRatioIsTaken(String size, String ratio) {
        assertThat(Shape.of(WORDS, size, null)).isEqualTo(new Shape(ratio, null));
    }

    @ParameterizedTest
    @CsvSource({"low, draft", "medium, standard", "standard, standard", "high, high", "hd, high", "draft, draft"})
    void qualitiesHaveOtherNamesThere(String theirs, String ours) {
        assertThat(Shape.of(WORDS, null, theirs).quality()).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource({"1024x1024, 2K", "2048x2048, 2K", "4096x4096, 4K", "1536x1024, 2K"})
    void aQualityThatIsASizeFollowsTheSize(String size, String quality) {
        assertThat(Shape.of(THOUSANDS, size, null).quality()).isEqualTo(quality);
        assertThat(Shape.of(THOUSANDS, size, "high").quality()).isEqualTo("4K");
    }

    @ParameterizedTest
    @CsvSource({"100x900", "0x0", "1024", "99999999999x1", "5:4", "''"})
    void whatIsNotNearIsRefusedWithWhatThereIs(String size) {
        Problem refused = catchThrowableOfType(Problem.class, () -> Shape.of(WORDS, size, null));
        assertThat(refused.detail()).contains("1:1, 3:2, 2:3, 16:9, 9:16");
        assertThat(refused.fields().get(0).pointer()).isEqualTo("/size");
    }

    @Test
    void whatIsNotSaidIsTheModelsChoice() {
        assertThat(Shape.of(WORDS, null, null)).isEqualTo(new Shape(null, null));
        ModelSpec plain = model(List.of(), List.of());
        Problem refused = catchThrowableOfType(Problem.class, () -> Shape.of(plain, null, "high"));
        assertThat(refused.detail()).isEqualTo("some/model has no quality like 'high'; it takes auto.");
    }
}
