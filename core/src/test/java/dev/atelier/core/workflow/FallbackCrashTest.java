package dev.atelier.core.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.Atelier;
import dev.atelier.core.Store;
import dev.atelier.core.account.Caller;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.fakes.SecondVendor;
import dev.atelier.core.generation.StartCommand;
import dev.atelier.core.generation.StartResult;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.spi.ProviderFactory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Kills the process at every point of a run whose first vendor is ill: nobody else is asked for what may have been taken. */
class FallbackCrashTest {
    private static final int IMAGES = 2;

    @Test
    void noPointOfDeathAsksTwoVendorsForOnePicture() {
        int points = run(Set.of(), true).points();
        assertThat(points).isGreaterThan(20);
        for (int point = 1; point <= points; point++) {
            assertThat(run(Set.of(point), true).lost())
                    .as("pictures lost after a crash at point %d", point)
                    .isZero();
            assertThat(run(Set.of(point), false).lost())
                    .as("pictures lost after a crash at point %d without look-up", point)
                    .isLessThanOrEqualTo(1);
        }
    }

    private static CrashRun.Outcome run(Set<Integer> deadly, boolean findsByReference) {
        return CrashRun.run(new Fall(findsByReference), deadly, Set.of());
    }

    private static final class Fall implements CrashRun.Script {
        private final ScriptedVendor vendor = new ScriptedVendor();

        Fall(boolean findsByReference) {
            vendor.findsByReference = findsByReference;
        }

        @Override
        public ProviderFactory vendor() {
            return vendor;
        }

        @Override
        public void furnish(Store store) {
            SecondVendor.join(store);
        }

        @Override
        public void dieAround(Runnable point) {
            vendor.onSubmit = order -> {
                point.run();
                if (order.model().equals(ScriptedVendor.MODEL)) {
                    throw ScriptedVendor.failure(FailureKind.UNAVAILABLE);
                }
                var answer = vendor.accept(order);
                point.run();
                return answer;
            };
            vendor.onPoll = task -> {
                point.run();
                return vendor.succeed(task);
            };
        }

        @Override
        public StartResult ask(Atelier process, Caller caller) {
            return process.start(
                    StartCommand.prompt(caller, "a red square").count(IMAGES).build());
        }

        @Override
        public long price() {
            return SecondVendor.PRICE.amount();
        }

        @Override
        public List<String> accepted() {
            return vendor.accepted.stream().map(ImageOrder::reference).toList();
        }
    }
}
