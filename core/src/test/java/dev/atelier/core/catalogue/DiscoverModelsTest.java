package dev.atelier.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.Atelier;
import dev.atelier.core.catalogue.DiscoverModels.Discovery;
import dev.atelier.core.catalogue.DiscoverModels.Source;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.fakes.SettableClock;
import dev.atelier.core.provider.FailureKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscoverModelsTest {
    private final SettableClock clock = SettableClock.running();
    private final ScriptedVendor vendor = new ScriptedVendor();
    private final Atelier atelier =
            Atelier.builder().adapter(vendor).clock(clock).build();
    private final DiscoverModels discovery = atelier.discovery();
    private final AtomicInteger calls = new AtomicInteger();

    @AfterEach
    void stop() {
        atelier.close();
    }

    @Test
    void aVendorIsAskedOnceAndThenOnlyWhenTheListIsOld() {
        lists("new/one");
        Discovery first = of("scripted", false);
        assertThat(first.source()).isEqualTo(Source.LIVE);
        assertThat(first.listing().models()).extracting(ListedModel::id).hasToString("[new/one]");
        assertThat(first.rows()).hasSize(1);
        assertThat(of("scripted", false).source()).isEqualTo(Source.CACHED);
        assertThat(of("scripted-llm", false).source())
                .as("rows of one adapter share a list")
                .isEqualTo(Source.CACHED);
        discovery.refresh();
        assertThat(calls).hasValue(1);

        lists("new/two");
        clock.advance(DiscoverModels.FRESH);
        discovery.refresh();
        assertThat(calls).hasValue(2);
        assertThat(of("scripted", false).listing().models())
                .hasToString(List.of(ListedModel.of("new/two")).toString());
        assertThat(of("scripted", true).source()).isEqualTo(Source.LIVE);
        assertThat(calls).hasValue(3);
    }

    @Test
    void aVendorThatFailsLeavesTheListAndIsLeftAlone() {
        lists("new/one");
        of("scripted", false);
        vendor.onModels = () -> {
            calls.incrementAndGet();
            throw ScriptedVendor.failure(FailureKind.CREDENTIALS);
        };
        clock.advance(DiscoverModels.FRESH);
        discovery.refresh();
        discovery.refresh();
        assertThat(calls).hasValue(2);
        Discovery kept = of("scripted", false);
        assertThat(kept.source()).isEqualTo(Source.CACHED);
        assertThat(kept.listing().models()).hasSize(1);
        assertThat(kept.trouble().kind()).isEqualTo(FailureKind.CREDENTIALS);
        assertThat(of("scripted", true).source()).isEqualTo(Source.CACHED);

        lists("new/two");
        clock.advance(DiscoverModels.PAUSE.plus(Duration.ofSeconds(1)));
        discovery.refresh();
        Discovery again = of("scripted", false);
        assertThat(again.trouble()).isNull();
        assertThat(again.listing().models()).extracting(ListedModel::id).hasToString("[new/two]");
    }

    @Test
    void withoutAListThereIsTheCatalogue() {
        Discovery none = of("scripted", false);
        assertThat(none.source()).isEqualTo(Source.CATALOGUE);
        assertThat(none.listing()).isNull();
        assertThat(discovery.of("nobody", false)).isEmpty();
        vendor.onModels = () -> {
            throw ScriptedVendor.failure(FailureKind.UNAVAILABLE);
        };
        Discovery failed = of("scripted", true);
        assertThat(failed.source()).isEqualTo(Source.CATALOGUE);
        assertThat(failed.trouble().kind()).isEqualTo(FailureKind.UNAVAILABLE);
    }

    private Discovery of(String name, boolean anew) {
        return discovery.of(name, anew).orElseThrow();
    }

    private void lists(String id) {
        vendor.onModels = () -> {
            calls.incrementAndGet();
            return List.of(ListedModel.of(id));
        };
    }
}
