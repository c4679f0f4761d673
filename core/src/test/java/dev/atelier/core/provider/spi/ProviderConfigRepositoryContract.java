package dev.atelier.core.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atelier.core.Store;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.Together;
import dev.atelier.core.provider.Category;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.secret.SealedSecret;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ProviderConfigRepository} promises. */
public abstract class ProviderConfigRepositoryContract {
    private static final Duration SOON = Duration.ofSeconds(20);

    private ProviderConfigRepository providers;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void findRepository() {
        providers = store().providers();
    }

    @Test
    void whatIsWrittenIsReadBack() {
        ProviderConfig full = Samples.provider();
        ProviderConfig bare = new ProviderConfig(
                Samples.providerId(),
                Category.LLM,
                "sandbox",
                "Sandbox",
                null,
                new ModelId("sandbox"),
                0,
                false,
                Map.of(),
                null,
                new SealedSecret("aG9vaw==", "k2", "1234"),
                1);
        providers.insert(full);
        providers.insert(bare);

        assertThat(providers.find(full.id())).contains(full);
        assertThat(providers.find(bare.id())).contains(bare);
        assertThat(providers.all()).contains(full, bare);
        assertThat(providers.find(Samples.providerId())).isEmpty();
    }

    @Test
    void aTakenIdIsRefused() {
        ProviderConfig config = Samples.provider();
        providers.insert(config);

        assertThatThrownBy(() -> providers.insert(config)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theyAreOrderedByCategoryPriorityAndId() {
        ProviderConfig vision = config("b", Category.VISION, 1);
        ProviderConfig second = config("c", Category.IMAGE_GENERATION, 2);
        ProviderConfig tieB = config("b", Category.IMAGE_GENERATION, 1);
        ProviderConfig tieA = config("a", Category.IMAGE_GENERATION, 1);
        List<ProviderConfig> mine = List.of(vision, second, tieB, tieA);
        mine.forEach(providers::insert);

        assertThat(providers.all()).filteredOn(mine::contains).containsExactly(tieA, tieB, second, vision);
    }

    @Test
    void anUpdateNeedsTheVersionThatIsStored() {
        ProviderConfig config = Samples.provider();
        providers.insert(config);
        ProviderConfig next = version(config, 2);

        assertThat(providers.update(next, 1)).isTrue();
        assertThat(providers.update(version(config, 3), 1)).isFalse();
        assertThat(providers.find(config.id())).contains(next);
        assertThat(providers.update(Samples.provider(), 1)).isFalse();
    }

    @Test
    void ofManyUpdatesOfOneVersionOneWins() {
        ProviderConfig config = Samples.provider();
        providers.insert(config);

        List<Boolean> won = Together.run(16, i -> providers.update(version(config, 2), 1));

        assertThat(Collections.frequency(won, true)).isEqualTo(1);
    }

    @Test
    void aDeletedProviderIsGone() {
        ProviderConfig config = Samples.provider();
        providers.insert(config);

        assertThat(providers.delete(config.id())).isTrue();
        assertThat(providers.delete(config.id())).isFalse();
        assertThat(providers.find(config.id())).isEmpty();
    }

    @Test
    void theRevisionGrowsWithEveryChange() {
        ProviderConfig config = Samples.provider();
        long start = providers.revision();
        providers.insert(config);
        long inserted = providers.revision();
        providers.update(version(config, 2), 1);
        long updated = providers.revision();
        providers.delete(config.id());
        long deleted = providers.revision();

        assertThat(List.of(start, inserted, updated, deleted)).isSorted();
        assertThat(Set.of(start, inserted, updated, deleted)).hasSize(4);
    }

    @Test
    void aRolledBackChangeIsNotThere() {
        ProviderConfig config = Samples.provider();
        assertThatThrownBy(() -> store().transactions().run(() -> {
                    providers.insert(config);
                    throw new UnsupportedOperationException("back");
                }))
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(providers.find(config.id())).isEmpty();
    }

    @Test
    void listenersHearOfChangesUntilTheyAreClosed() throws Exception {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        AutoCloseable closing = providers.onChange(first::incrementAndGet);
        try (AutoCloseable open = providers.onChange(second::incrementAndGet)) {
            assertThat(open).isNotNull();
            providers.insert(Samples.provider());
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(first.get()).isPositive();
                assertThat(second.get()).isPositive();
            });
            closing.close();
            int heard = first.get();
            int before = second.get();
            providers.insert(Samples.provider());
            await().atMost(SOON).untilAsserted(() -> assertThat(second.get()).isGreaterThan(before));
            assertThat(first).hasValue(heard);
        }
    }

    private static ProviderConfig config(String prefix, Category category, int priority) {
        ProviderConfig sample = Samples.provider();
        return new ProviderConfig(
                new ProviderId(prefix + sample.id().slug()),
                category,
                sample.adapter(),
                sample.displayName(),
                sample.baseUrl(),
                sample.model(),
                priority,
                true,
                sample.options(),
                sample.apiKey(),
                null,
                1);
    }

    private static ProviderConfig version(ProviderConfig config, long version) {
        return new ProviderConfig(
                config.id(),
                config.category(),
                config.adapter(),
                "Name " + version,
                config.baseUrl(),
                config.model(),
                config.priority(),
                !config.enabled(),
                Map.of("mode", "slow"),
                null,
                config.apiKey(),
                version);
    }
}
