package dev.atelier.app.provider;

import dev.atelier.app.http.Bounds;
import dev.atelier.core.catalogue.ModelCategory;
import dev.atelier.core.catalogue.Price;
import dev.atelier.core.chain.Chain;
import dev.atelier.core.chain.Need;
import dev.atelier.core.chain.Rung;
import dev.atelier.core.chain.Verdict;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Requests and answers of the chains' routes. */
final class ChainJson {
    private ChainJson() {}

    record RungJson(
            @Bounds(min = 1, max = 40) String provider,
            @Bounds(min = 1, max = 120) String model) {
        static RungJson of(Rung rung) {
            return new RungJson(rung.provider().slug(), rung.model().value());
        }
    }

    record Put(@Bounds(max = Chain.MOST) List<RungJson> rungs) {}

    /** @param version 0 while it follows the order of the providers */
    record View(String category, List<RungJson> rungs, long version) {
        static View of(Chain chain) {
            return new View(
                    chain.category().name(),
                    chain.rungs().stream().map(RungJson::of).toList(),
                    chain.version());
        }
    }

    /** A request as far as models differ in it. */
    record Simulate(
            ModelCategory category,
            @Bounds(min = 1, max = 120) @Nullable String model,
            @Bounds(max = 40) @Nullable String aspectRatio,
            @Bounds(max = 40) @Nullable String quality,
            @Bounds(min = 0, max = 64) @Nullable Integer inputs,
            @Nullable Boolean mask,
            @Nullable Boolean seed,
            @Bounds(min = 1, max = 3600) @Nullable Integer seconds,
            @Bounds(max = 120) @Nullable String voice,
            @Bounds(min = 0, max = 100_000) @Nullable Integer promptLength) {
        Need need() {
            int pictures = category == ModelCategory.IMAGE_TO_IMAGE || category == ModelCategory.IMAGE_TO_VIDEO ? 1 : 0;
            return new Need(
                    category,
                    aspectRatio,
                    quality,
                    seconds,
                    voice,
                    Objects.requireNonNullElse(inputs, pictures),
                    Objects.requireNonNullElse(mask, false),
                    Objects.requireNonNullElse(seed, false),
                    Objects.requireNonNullElse(promptLength, 0));
        }
    }

    record Simulation(List<Judged> rungs) {}

    /**
     * @param answers true for the one who would make it
     * @param reason why it would not; null for the one who would
     * @param credits what one result would cost there; null if it cannot make it
     */
    record Judged(
            String provider,
            String model,
            boolean answers,
            @Nullable String reason,
            @Nullable Long credits) {
        static Judged of(Verdict verdict, @Nullable String reason) {
            Price price = verdict.price();
            return new Judged(
                    verdict.rung().provider().slug(),
                    verdict.rung().model().value(),
                    reason == null,
                    reason,
                    price == null ? null : price.credits().amount());
        }
    }
}
