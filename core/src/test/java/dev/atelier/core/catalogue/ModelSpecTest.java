package dev.atelier.core.catalogue;

import static dev.atelier.core.catalogue.ModelCategory.IMAGE_TO_IMAGE;
import static dev.atelier.core.catalogue.ModelCategory.IMAGE_TO_VIDEO;
import static dev.atelier.core.catalogue.ModelCategory.SPEECH;
import static dev.atelier.core.catalogue.ModelCategory.TEXT;
import static dev.atelier.core.catalogue.ModelCategory.TEXT_TO_IMAGE;
import static dev.atelier.core.catalogue.ModelCategory.TEXT_TO_VIDEO;
import static dev.atelier.core.catalogue.ModelCategory.VISION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.fakes.Samples;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ProviderId;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelSpecTest {
    private static final LocalDate END = LocalDate.of(2026, 12, 31);

    @Test
    void picturesThatItTakesDecideItsCategories() {
        assertThat(model(Category.IMAGE_GENERATION, 0, 0).categories()).containsExactly(TEXT_TO_IMAGE);
        assertThat(model(Category.IMAGE_GENERATION, 0, 4).categories()).containsExactly(TEXT_TO_IMAGE, IMAGE_TO_IMAGE);
        assertThat(model(Category.IMAGE_GENERATION, 1, 4).categories()).containsExactly(IMAGE_TO_IMAGE);
        assertThat(model(Category.VIDEO, 0, 0).categories()).containsExactly(TEXT_TO_VIDEO);
        assertThat(model(Category.VIDEO, 0, 2).categories()).containsExactly(TEXT_TO_VIDEO, IMAGE_TO_VIDEO);
        assertThat(model(Category.VIDEO, 1, 2).categories()).containsExactly(IMAGE_TO_VIDEO);
        assertThat(model(Category.LLM, 0, 8).categories()).containsExactly(TEXT);
        assertThat(model(Category.VISION, 1, 1).categories()).containsExactly(VISION);
        assertThat(model(Category.SPEECH, 0, 0).categories()).containsExactly(SPEECH);
    }

    @Test
    void theClockRetiresAModelAfterItsLastDay() {
        assertThat(ending(Lifecycle.ACTIVE, null).lifecycleOn(END)).isEqualTo(Lifecycle.ACTIVE);
        assertThat(ending(Lifecycle.ACTIVE, END).lifecycleOn(END.minusYears(1))).isEqualTo(Lifecycle.DEPRECATED);
        assertThat(ending(Lifecycle.ACTIVE, END).lifecycleOn(END)).isEqualTo(Lifecycle.DEPRECATED);
        assertThat(ending(Lifecycle.ACTIVE, END).lifecycleOn(END.plusDays(1))).isEqualTo(Lifecycle.RETIRED);
        assertThat(ending(Lifecycle.RETIRED, END).lifecycleOn(END.minusYears(1)))
                .isEqualTo(Lifecycle.RETIRED);
        Instant lastMoment =
                END.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusMillis(1);
        assertThat(ending(Lifecycle.DEPRECATED, END).lifecycleAt(at(lastMoment)))
                .isEqualTo(Lifecycle.DEPRECATED);
        assertThat(ending(Lifecycle.DEPRECATED, END).lifecycleAt(at(lastMoment.plusMillis(1))))
                .isEqualTo(Lifecycle.RETIRED);
    }

    private static Clock at(Instant moment) {
        return Clock.fixed(moment, ZoneOffset.ofHours(9));
    }

    private static ModelSpec model(Category category, int fewest, int most) {
        Capabilities can = Capabilities.prompts(100).inputs(fewest, most);
        ModelSpec sample = Samples.model(new ProviderId("somebody"));
        return new ModelSpec(sample.id(), sample.provider(), category, "M", can, Lifecycle.ACTIVE, null, null);
    }

    private static ModelSpec ending(Lifecycle lifecycle, @Nullable LocalDate end) {
        ModelSpec model = model(Category.IMAGE_GENERATION, 0, 0);
        return new ModelSpec(
                model.id(),
                model.provider(),
                model.category(),
                "M",
                model.capabilities(),
                lifecycle,
                model.replacement(),
                end);
    }
}
