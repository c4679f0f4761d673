package dev.atelier.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.credit.Credits;
import dev.atelier.core.provider.ModelId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceListTest {
    private static final ModelId MODEL = new ModelId("some/model");
    private static final PriceQuery WIDE_EDIT = PriceQuery.picture(Operation.EDIT, "4K", "16:9");

    private final List<PriceLine> lines = new ArrayList<>();

    @Test
    void theQualityWeighsMostThenTheOperationThenTheRatio() {
        assertThat(price(WIDE_EDIT)).isEmpty();
        line(null, null, null, PriceUnit.PICTURE, 1, 1, 10);
        assertThat(price(WIDE_EDIT)).contains(new Price(1, Credits.of(1), 10));
        line(null, null, "16:9", PriceUnit.PICTURE, 1, 2, 20);
        assertThat(credits(WIDE_EDIT)).isEqualTo(2);
        line(Operation.EDIT, null, null, PriceUnit.PICTURE, 1, 3, 30);
        assertThat(credits(WIDE_EDIT)).isEqualTo(3);
        line(Operation.EDIT, null, "16:9", PriceUnit.PICTURE, 1, 4, 40);
        assertThat(credits(WIDE_EDIT)).isEqualTo(4);
        line(null, "4K", null, PriceUnit.PICTURE, 1, 5, 50);
        assertThat(price(WIDE_EDIT)).contains(new Price(5, Credits.of(5), 50));
        line(Operation.GENERATE, "4K", null, PriceUnit.PICTURE, 1, 6, 60);
        assertThat(credits(WIDE_EDIT)).isEqualTo(5);
        assertThat(credits(PriceQuery.picture(Operation.GENERATE, "4K", null))).isEqualTo(6);
        assertThat(credits(PriceQuery.picture(Operation.GENERATE, "1K", "1:1"))).isEqualTo(1);
    }

    @Test
    void filmsArePricedBySecondOrByPiece() {
        line(null, null, null, PriceUnit.SECOND, 1, 20, 100_000);
        line(null, "4k", null, PriceUnit.SECOND, 1, 60, 300_000);

        assertThat(price(PriceQuery.film(Operation.GENERATE, "720p", "16:9", 8)))
                .contains(new Price(1, Credits.of(160), 800_000));
        assertThat(credits(PriceQuery.film(Operation.EDIT, "4k", "16:9", 4))).isEqualTo(240);
        assertThat(price(PriceQuery.film(Operation.GENERATE, "720p", "16:9", null)))
                .as("nobody knows how long it is")
                .isEmpty();
        line(null, null, null, PriceUnit.CALL, 1, 90, 400_000);
        assertThat(price(PriceQuery.film(Operation.GENERATE, "720p", "16:9", 8)))
                .as("the newest way of counting")
                .contains(new Price(3, Credits.of(90), 400_000));
    }

    @Test
    void speechIsRoundedUpOnce() {
        line(null, null, null, PriceUnit.CHARACTER, 1_000, 3, 15_000);

        assertThat(price(PriceQuery.speech(1))).contains(new Price(1, Credits.of(1), 15));
        assertThat(price(PriceQuery.speech(1_000))).contains(new Price(1, Credits.of(3), 15_000));
        assertThat(price(PriceQuery.speech(1_001))).contains(new Price(1, Credits.of(4), 15_015));
        assertThat(price(PriceQuery.picture(Operation.GENERATE, null, null))).isEmpty();
    }

    @Test
    void tokensReadAndWrittenAreAddedUpAndNeverFree() {
        line(null, null, null, PriceUnit.INPUT_TOKEN, 1_000_000, 400, 2_000_000);
        assertThat(price(PriceQuery.answer(1_000, 1_000)))
                .as("no price of what is written")
                .isEmpty();
        line(null, null, null, PriceUnit.OUTPUT_TOKEN, 1_000_000, 2_400, 12_000_000);

        assertThat(price(PriceQuery.answer(10_000, 1_000))).contains(new Price(2, Credits.of(7), 32_000));
        assertThat(price(PriceQuery.answer(0, 0))).contains(new Price(2, Credits.of(1), 0));
        assertThat(price(PriceQuery.speech(10))).as("no tokens are told").isEmpty();
    }

    private Optional<Price> price(PriceQuery query) {
        return new PriceList(lines).price(query);
    }

    private long credits(PriceQuery query) {
        return price(query).orElseThrow().credits().amount();
    }

    private void line(
            @Nullable Operation operation,
            @Nullable String quality,
            @Nullable String ratio,
            PriceUnit unit,
            long per,
            long credits,
            long costMicros) {
        PriceKey key = new PriceKey(MODEL, operation, quality, ratio, unit);
        lines.add(new PriceLine(lines.size() + 1, key, per, Credits.of(credits), costMicros));
    }
}
