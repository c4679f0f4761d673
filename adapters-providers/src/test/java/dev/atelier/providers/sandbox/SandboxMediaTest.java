package dev.atelier.providers.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.core.fakes.SettableClock;
import dev.atelier.core.media.MediaFiles;
import dev.atelier.core.media.MediaFormat;
import dev.atelier.core.media.MediaInfo;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.SpeechOrder;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.VideoOrder;
import dev.atelier.core.provider.spi.SpeechProvider;
import dev.atelier.core.provider.spi.TaskProvider;
import dev.atelier.core.provider.spi.VideoGenerationProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Films and voices of the sandbox; how it takes orders, polls and calls back is that of its pictures. */
class SandboxMediaTest {
    private final SettableClock clock = SettableClock.standing(java.time.Instant.parse("2026-11-21T12:00:00Z"));
    private final SandboxProviderFactory factory = new SandboxProviderFactory(clock);
    private final VideoGenerationProvider camera = factory.videoGeneration(Orders.settings(Map.of()));
    private final SpeechProvider voice = factory.speech(Orders.settings(Map.of()));

    @TempDir
    private Path folder;

    @Test
    void aFilmIsARealGifOfItsLengthAndSize() throws IOException {
        byte[] film = film("a red circle on blue", "9:16", "180p", 2, "r-1");
        MediaInfo info = look(film, MediaFormat.Kind.FILM);
        assertThat(info.format()).isEqualTo(MediaFormat.GIF);
        assertThat(info).extracting(MediaInfo::widthPx, MediaInfo::heightPx).containsExactly(180, 320);
        assertThat(info.duration()).isEqualTo(Duration.ofSeconds(2));
        assertThat(new String(film, StandardCharsets.ISO_8859_1)).contains(Filmer.COMMENT, "NETSCAPE2.0");
    }

    @Test
    void theSameWishGivesTheSameFilmAndAnotherGivesAnother() {
        byte[] film = film("a red circle", null, "180p", 2, "r-1");
        assertThat(film("a red circle !slow=1s", null, "180p", 2, "r-2")).isEqualTo(film);
        assertThat(film("a green square", null, "180p", 2, "r-3")).isNotEqualTo(film);
    }

    @Test
    void aVoiceIsARealWavWithAToneForEachWord() throws IOException {
        byte[] wav = speak("It does not drip.", null, "r-1");
        MediaInfo info = look(wav, MediaFormat.Kind.VOICE);
        assertThat(info.format()).isEqualTo(MediaFormat.WAV);
        assertThat(Objects.requireNonNull(info.duration())).isBetween(Duration.ofMillis(900), Duration.ofMillis(1_800));
        assertThat(new String(wav, StandardCharsets.ISO_8859_1)).contains(Tones.COMMENT);
        assertThat(speak("It does not drip.", "flute", "r-2")).isEqualTo(wav);
        assertThat(speak("It does not drip.", "cello", "r-3")).isNotEqualTo(wav);
        assertThat(speak("It does drip.", null, "r-4")).hasSizeLessThan(wav.length);
    }

    @Test
    void itObeysItsMagicWords() {
        assertThat(failure(() -> voice.submit(speech("!blocked", null, "r-1"))).kind())
                .isEqualTo(FailureKind.CONTENT_REFUSED);
        assertThat(failure(() -> camera.submit(video("!timeout", null, null, null, "r-2")))
                        .kind())
                .isEqualTo(FailureKind.OUTCOME_UNKNOWN);
        VendorTaskId task = taken(voice.submit(speech("hello !fail", null, "r-3")));
        clock.advance(Duration.ofSeconds(2));
        assertThat(voice.poll(task))
                .isInstanceOfSatisfying(
                        TaskProgress.Failed.class,
                        failed -> assertThat(failed.message())
                                .isEqualTo("The sandbox could not make this recording, as the prompt told it."));
    }

    @Test
    void whatItCannotMakeItRefuses() {
        assertThat(failure(() -> camera.submit(video("x", "4:3", null, null, "r-1")))
                        .kind())
                .isEqualTo(FailureKind.INVALID_ORDER);
        assertThat(failure(() -> camera.submit(video("x", null, null, 5, "r-2")))
                        .getMessage())
                .contains("[4, 2, 8] seconds");
        assertThat(failure(() -> voice.submit(speech("x", "alloy", "r-3"))).getMessage())
                .contains("[flute, cello, bell]");
    }

    @Test
    void tasksOutliveTheProcessWhereThereIsAFolder() {
        VideoGenerationProvider before =
                new SandboxProviderFactory(clock, folder).videoGeneration(Orders.settings(Map.of()));
        VendorTaskId task = taken(before.submit(video("a star", null, "180p", 2, "r-1")));
        clock.advance(Duration.ofSeconds(2));
        byte[] film = file(before, task);
        VideoGenerationProvider after =
                new SandboxProviderFactory(clock, folder).videoGeneration(Orders.settings(Map.of()));
        assertThat(after.findByReference("r-1")).contains(task);
        assertThat(file(after, task)).isEqualTo(film);
    }

    private byte[] film(
            String prompt, @Nullable String ratio, @Nullable String quality, int seconds, String reference) {
        VendorTaskId task = taken(camera.submit(video(prompt, ratio, quality, seconds, reference)));
        clock.advance(Duration.ofSeconds(2));
        return file(camera, task);
    }

    private byte[] speak(String text, @Nullable String speaker, String reference) {
        VendorTaskId task = taken(voice.submit(speech(text, speaker, reference)));
        clock.advance(Duration.ofSeconds(2));
        return file(voice, task);
    }

    private static byte[] file(TaskProvider provider, VendorTaskId task) {
        TaskProgress.Succeeded done = (TaskProgress.Succeeded) provider.poll(task);
        return ((ProducedFile.Inline) done.files().get(0)).bytes();
    }

    private MediaInfo look(byte[] bytes, MediaFormat.Kind kind) throws IOException {
        return MediaFiles.inspect(Files.write(folder.resolve("file"), bytes), kind);
    }

    private static VendorTaskId taken(Submission submission) {
        return ((Submission.Accepted) submission).task();
    }

    private static ProviderFailure failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(ProviderFailure.class, call));
    }

    private static VideoOrder video(
            String prompt,
            @Nullable String ratio,
            @Nullable String quality,
            @Nullable Integer seconds,
            String reference) {
        return new VideoOrder(
                new ModelId("sandbox/camera"), prompt, List.of(), ratio, quality, seconds, 7L, null, reference);
    }

    private static SpeechOrder speech(String text, @Nullable String speaker, String reference) {
        return new SpeechOrder(new ModelId("sandbox/voice"), text, speaker, null, null, reference);
    }
}
