package dev.atelier.core.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.Atelier;
import dev.atelier.core.account.Caller;
import dev.atelier.core.fakes.ScriptedMedia;
import dev.atelier.core.generation.FilmCommand;
import dev.atelier.core.generation.SpeechCommand;
import dev.atelier.core.generation.StartResult;
import dev.atelier.core.job.Priority;
import dev.atelier.core.provider.spi.ProviderFactory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link CrashSweepTest} for films and voices: one death a run, at every point. */
class MediaCrashSweepTest {
    private enum Kind {
        FILM,
        VOICE
    }

    @ParameterizedTest
    @EnumSource
    void noPointOfDeathLosesOrRepeatsAnythingWhenTheVendorCanLookUp(Kind kind) {
        int points = CrashRun.run(new Media(kind, true), Set.of(), Set.of()).points();
        assertThat(points).isGreaterThan(12);
        for (int point = 1; point <= points; point++) {
            assertThat(CrashRun.run(new Media(kind, true), Set.of(point), Set.of())
                            .lost())
                    .as("files lost after a crash at point %d", point)
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noPointOfDeathRepeatsOrOverchargesAnythingWhenTheVendorCannot(Kind kind) {
        int points = CrashRun.run(new Media(kind, false), Set.of(), Set.of()).points();
        for (int point = 1; point <= points; point++) {
            assertThat(CrashRun.run(new Media(kind, false), Set.of(point), Set.of())
                            .lost())
                    .as("files lost after a crash at point %d", point)
                    .isLessThanOrEqualTo(1);
        }
    }

    private record Media(Kind kind, ScriptedMedia media) implements CrashRun.Script {
        Media(Kind kind, boolean findsByReference) {
            this(kind, new ScriptedMedia());
            media.findsByReference = findsByReference;
        }

        @Override
        public ProviderFactory vendor() {
            return media;
        }

        @Override
        public void dieAround(Runnable point) {
            media.onSubmit = reference -> {
                point.run();
                var answer = media.accept(reference);
                point.run();
                return answer;
            };
            media.onPoll = task -> {
                point.run();
                return media.succeed(task);
            };
        }

        @Override
        public StartResult ask(Atelier process, Caller caller) {
            return kind == Kind.FILM
                    ? process.start(new FilmCommand(
                            caller, "it turns", 2, List.of(), null, null, null, null, null, Priority.NORMAL, null))
                    : process.start(
                            new SpeechCommand(caller, "It does not drip.", null, null, null, Priority.NORMAL, null));
        }

        @Override
        public long price() {
            return (kind == Kind.FILM ? ScriptedMedia.FILM_PRICE : ScriptedMedia.VOICE_PRICE).amount();
        }

        @Override
        public List<String> accepted() {
            return media.references;
        }
    }
}
