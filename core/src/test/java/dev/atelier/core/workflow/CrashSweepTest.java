package dev.atelier.core.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.Atelier;
import dev.atelier.core.account.Caller;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.generation.StartCommand;
import dev.atelier.core.generation.StartResult;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.spi.ProviderFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Kills the process at every point of its life, one run a point, and at random pairs of points; after each the store must be what it
 * would be without the crash: every generation ended, every picture that arrived charged once, no order sent twice.
 */
class CrashSweepTest {
    private static final int IMAGES = 2;

    @Test
    void noPointOfDeathLosesOrRepeatsAnythingWhenTheVendorCanLookUp() {
        int points = run(Set.of(), true).points();
        assertThat(points).isGreaterThan(20);
        for (int point = 1; point <= points; point++) {
            CrashRun.Outcome outcome = run(Set.of(point), true);
            assertThat(outcome.lost())
                    .as("pictures lost after a crash at point %d", point)
                    .isZero();
        }
    }

    @Test
    void noPointOfDeathRepeatsOrOverchargesAnythingWhenTheVendorCannot() {
        int points = run(Set.of(), false).points();
        for (int point = 1; point <= points; point++) {
            CrashRun.Outcome outcome = run(Set.of(point), false);
            assertThat(outcome.lost())
                    .as("pictures lost after a crash at point %d", point)
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void neitherDoRandomSeriesOfDeaths() {
        for (long seed = 1; seed <= 400; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Set<Integer> deadly = new HashSet<>();
            IntStream.range(0, 1 + random.nextInt(5)).forEach(i -> deadly.add(1 + random.nextInt(60)));
            assertThat(run(deadly, true).lost()).as("seed %d", seed).isZero();
        }
    }

    @Test
    void aStoreThatIsBusyForAMomentCostsNoPicture() {
        int transactions = run(Set.of(), Set.of(), false).transactions();
        assertThat(transactions).isGreaterThan(8);
        for (int busy = 1; busy <= transactions; busy++) {
            assertThat(run(Set.of(), Set.of(busy), false).lost())
                    .as("pictures lost after a refused transaction, number %d", busy)
                    .isZero();
        }
    }

    private static CrashRun.Outcome run(Set<Integer> deadly, boolean findsByReference) {
        return run(deadly, Set.of(), findsByReference);
    }

    private static CrashRun.Outcome run(Set<Integer> deadly, Set<Integer> busy, boolean findsByReference) {
        return CrashRun.run(new Pictures(findsByReference), deadly, busy);
    }

    private static final class Pictures implements CrashRun.Script {
        private final ScriptedVendor vendor = new ScriptedVendor();

        Pictures(boolean findsByReference) {
            vendor.findsByReference = findsByReference;
        }

        @Override
        public ProviderFactory vendor() {
            return vendor;
        }

        @Override
        public void dieAround(Runnable point) {
            vendor.onSubmit = order -> {
                point.run();
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
            return ScriptedVendor.PRICE.amount();
        }

        @Override
        public List<String> accepted() {
            return vendor.accepted.stream().map(ImageOrder::reference).toList();
        }
    }
}
