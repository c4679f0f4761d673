package dev.atelier.core.usage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.Store;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.EntryKind;
import dev.atelier.core.credit.LedgerNote;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.usage.ModelCost;
import dev.atelier.core.usage.ProviderHealth;
import dev.atelier.core.usage.UsageGroup;
import dev.atelier.core.usage.UsageLine;
import dev.atelier.core.usage.UsageQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link UsageRepository} promises. */
public abstract class UsageRepositoryContract {
    private static final LedgerNote NOTE = LedgerNote.bySystem("test");
    /** Told: 120 by the vision provider, 5 and 32,000 for the pictures. */
    private static final long COST_OF_FULL = 32_125;

    private UsageRepository usage;
    private Samples.Tenant tenant;

    /** The same store during one test; it stamps ledger entries by the system's clock. */
    protected abstract Store store();

    @BeforeEach
    void makeTenant() {
        usage = store().usage();
        tenant = Samples.tenant(store());
        store().ledger().deposit(tenant.id(), EntryKind.GRANT, Credits.of(1_000), "grant", NOTE);
    }

    @Test
    void nothingUsedIsNothingListed() {
        assertThat(usage.usage(around(Instant.now(), UsageGroup.DAY))).isEmpty();
        assertThat(usage.health(Instant.now())).isEmpty();
    }

    @Test
    void chargesCountAndReleasesDoNot() {
        Generation generation = accepted(3, now());
        charge(generation, 2);
        store().ledger().release(tenant.id(), generation.tasks().get(2).hold(), "2", Credits.of(7), NOTE);

        assertThat(usage.usage(around(now(), UsageGroup.PERSON)))
                .containsExactly(new UsageLine(tenant.userId().toString(), 14, 2, 1, 0, 0));
        assertThat(usage.usage(around(now(), UsageGroup.MODEL)))
                .containsExactly(new UsageLine(generation.brief().model().value(), 14, 2, 1, 0, 0));
    }

    @Test
    void aRangeHasItsFirstMomentAndNotItsLast() {
        Instant at = Instant.parse("2026-03-01T10:00:00Z");
        accepted(1, at);

        assertThat(usage.usage(new UsageQuery(tenant.id(), at, at.plusMillis(1), UsageGroup.DAY)))
                .containsExactly(new UsageLine("2026-03-01", 0, 0, 1, 0, 0));
        assertThat(usage.usage(new UsageQuery(tenant.id(), at.minusMillis(1), at, UsageGroup.DAY)))
                .isEmpty();
    }

    @Test
    void daysAreThoseOfUtc() {
        accepted(1, Instant.parse("2026-03-01T23:59:59.999Z"));
        accepted(1, Instant.parse("2026-03-02T00:00:00Z"));
        accepted(1, Instant.parse("2026-03-02T23:30:00Z"));

        List<UsageLine> lines = usage.usage(around(Instant.parse("2026-03-02T00:00:00Z"), UsageGroup.DAY));
        assertThat(lines).extracting(UsageLine::key).containsExactly("2026-03-01", "2026-03-02");
        assertThat(lines).extracting(UsageLine::generations).containsExactly(1L, 2L);
    }

    @Test
    void failuresAndCostsComeFromTheParts() {
        Generation full = Samples.full(store(), tenant);
        store().generations().insert(full);

        assertThat(usage.usage(around(Samples.NOW, UsageGroup.MODEL)))
                .containsExactly(new UsageLine(full.brief().model().value(), 0, 0, 1, 1, COST_OF_FULL));
    }

    @Test
    void whatWasExpectedStandsBesideWhatTheVendorTold() {
        Generation full = Samples.full(store(), tenant);
        store().generations().insert(full);
        Generation unfinished = accepted(2, Samples.NOW);
        ModelId model = full.brief().model();
        assertThat(unfinished.brief().model()).isEqualTo(model);

        assertThat(usage.modelCost(tenant.id(), model, Samples.NOW, Samples.NOW.plusSeconds(1)))
                .isEqualTo(new ModelCost(2, 1, 1, full.terms().expectedCostMicros(), 32_000, 0, 5));
        assertThat(usage.modelCost(tenant.id(), model, Samples.NOW.plusSeconds(1), Samples.NOW.plusSeconds(2)))
                .isEqualTo(ModelCost.NONE);
        assertThat(usage.modelCost(tenant.id(), new ModelId("other/model"), Samples.NOW, Samples.NOW.plusSeconds(1)))
                .isEqualTo(ModelCost.NONE);
        assertThat(usage.modelCost(Samples.tenant(store()).id(), model, Samples.NOW, Samples.NOW.plusSeconds(1)))
                .isEqualTo(ModelCost.NONE);
    }

    @Test
    void anotherOrgUsedNothing() {
        charge(accepted(1, now()), 1);

        Samples.Tenant other = Samples.tenant(store());
        assertThat(usage.usage(new UsageQuery(
                        other.id(),
                        now().minus(Duration.ofDays(1)),
                        now().plus(Duration.ofDays(1)),
                        UsageGroup.PERSON)))
                .isEmpty();
    }

    @Test
    void everyCallOfAProviderCounts() {
        Generation full = Samples.full(store(), tenant);
        store().generations().insert(full);
        accepted(1, Samples.NOW);

        List<ProviderHealth> health = usage.health(Samples.NOW);
        assertThat(health)
                .extracting(provider -> provider.id().slug())
                .containsExactly("claude", "gemini", "kieai", "openai-vision");
        assertThat(health.get(0))
                .isEqualTo(new ProviderHealth(
                        new ProviderId("claude"), 1, 1, null, null, "HTTP 529", Samples.NOW.plusSeconds(1)));
        assertThat(health.get(1))
                .isEqualTo(new ProviderHealth(new ProviderId("gemini"), 1, 0, 2_100L, 2_100L, null, null));
        ProviderHealth pictures = health.get(2);
        assertThat(pictures.calls()).as("five were sent, one was not").isEqualTo(5);
        assertThat(pictures.failures()).isEqualTo(2);
        assertThat(pictures.p50Ms()).isEqualTo(57_000);
        assertThat(pictures.lastErrorAt()).isEqualTo(Samples.NOW.plusSeconds(9));
        assertThat(health.get(3).p95Ms()).isEqualTo(812);
        assertThat(health.get(3).lastError()).isEqualTo("the vendor did not answer");
        assertThat(usage.health(Samples.NOW.plusSeconds(1))).isEmpty();
    }

    private Generation accepted(int images, Instant at) {
        Generation generation = Samples.accepted(tenant, images, at);
        store().transactions().run(() -> {
            store().generations().insert(generation);
            store().ledger()
                    .hold(
                            tenant.id(),
                            generation.tasks().get(0).hold(),
                            generation.id(),
                            Credits.of(7L * images),
                            NOTE);
        });
        return generation;
    }

    private void charge(Generation generation, int images) {
        for (int i = 0; i < images; i++) {
            store().ledger()
                    .capture(tenant.id(), generation.tasks().get(i).hold(), Integer.toString(i), Credits.of(7), NOTE);
        }
    }

    private UsageQuery around(Instant at, UsageGroup by) {
        return new UsageQuery(tenant.id(), at.minus(Duration.ofDays(1)), at.plus(Duration.ofDays(1)), by);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
