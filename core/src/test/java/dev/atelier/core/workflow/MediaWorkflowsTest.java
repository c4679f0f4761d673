package dev.atelier.core.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.fakes.SampleMedia;
import dev.atelier.core.fakes.ScriptedMedia;
import dev.atelier.core.fakes.ScriptedVendor;
import dev.atelier.core.gallery.GalleryFilter;
import dev.atelier.core.generation.FilmCommand;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationFilter;
import dev.atelier.core.generation.GenerationHead;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.GenerationType;
import dev.atelier.core.generation.OutputFile;
import dev.atelier.core.generation.Refusal;
import dev.atelier.core.generation.SpeechCommand;
import dev.atelier.core.generation.StartResult;
import dev.atelier.core.generation.TaskState;
import dev.atelier.core.job.Priority;
import dev.atelier.core.media.MediaFormat;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.VideoOrder;
import dev.atelier.core.shared.FieldError;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.upload.UploadId;
import java.awt.Color;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Films and voices from wish to file; what they share with pictures is proved at {@link ImageGenWorkflowTest}. */
class MediaWorkflowsTest {
    private final ScriptedMedia media = new ScriptedMedia();
    private final Studio studio = new Studio(parts -> parts.adapter(media));

    @AfterEach
    void close() {
        studio.close();
    }

    @Test
    void aWishForFilmsBecomesFilms() {
        UploadId first = studio.upload(Color.RED);
        UploadId last = studio.upload(Color.BLUE);
        Generation done = finish(studio.atelier.start(new FilmCommand(
                studio.caller,
                "  it turns ",
                2,
                List.of(first, last),
                "9:16",
                null,
                8,
                null,
                7L,
                Priority.NORMAL,
                null)));
        assertThat(done.type()).isEqualTo(GenerationType.VIDEO);
        assertThat(done.state()).isEqualTo(GenerationState.COMPLETED);
        assertThat(studio.spent()).isEqualTo(2 * ScriptedMedia.FILM_PRICE.amount());
        assertThat(media.films).hasSize(2).allSatisfy(order -> {
            assertThat(order.prompt()).isEqualTo("it turns");
            assertThat(order.images()).hasSize(2);
            assertThat(order.aspectRatio()).isEqualTo("9:16");
            assertThat(order.quality()).isEqualTo("720p");
            assertThat(order.seconds()).isEqualTo(8);
        });
        assertThat(media.films).extracting(VideoOrder::seed).containsExactlyInAnyOrder(7L, 8L);
        OutputFile film = Objects.requireNonNull(done.tasks().get(0).output());
        assertThat(film.info().format()).isEqualTo(MediaFormat.GIF);
        assertThat(film.info().widthPx()).isEqualTo(48);
        assertThat(film.info().heightPx()).isEqualTo(32);
        assertThat(film.info().duration()).isEqualTo(Duration.ofSeconds(1));
        assertThat(film.thumbnails()).as("its poster").hasSize(2);
        assertThat(studio.atelier.blobs().info(film.key()).orElseThrow().contentType())
                .isEqualTo("image/gif");
        assertThat(studio.atelier
                        .store()
                        .gallery()
                        .list(studio.caller.org(), GalleryFilter.KEPT, PageRequest.first(10))
                        .items())
                .as("the gallery keeps to pictures")
                .isEmpty();
    }

    @Test
    void aTextIsSpoken() {
        Generation done = finish(studio.atelier.start(
                new SpeechCommand(studio.caller, "It does not drip.", null, null, "calm", Priority.NORMAL, null)));
        assertThat(done.type()).isEqualTo(GenerationType.SPEECH);
        assertThat(studio.spent()).isEqualTo(ScriptedMedia.VOICE_PRICE.amount());
        assertThat(media.voices).singleElement().satisfies(order -> {
            assertThat(order.text()).isEqualTo("It does not drip.");
            assertThat(order.voice()).isEqualTo("ada");
            assertThat(order.instructions()).isEqualTo("calm");
        });
        OutputFile voice = Objects.requireNonNull(done.tasks().get(0).output());
        assertThat(voice.info().format()).isEqualTo(MediaFormat.WAV);
        assertThat(voice.info().duration()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(voice.thumbnails()).isEmpty();
        assertThat(studio.atelier
                        .store()
                        .generations()
                        .index(studio.caller.org(), null, GenerationFilter.ALL, PageRequest.first(10))
                        .items())
                .extracting(GenerationHead::type)
                .containsExactly(GenerationType.SPEECH);
    }

    @Test
    void whatTheModelCannotDoIsRefusedWithWhatItCan() {
        Refusal refusal = refusal(studio.atelier.start(new FilmCommand(
                studio.caller, "x".repeat(301), 5, List.of(), "1:1", "8k", 5, null, -1L, Priority.NORMAL, null)));
        assertThat(refusal.code()).isEqualTo(Refusal.Code.INVALID);
        assertThat(refusal.errors())
                .extracting(FieldError::field, FieldError::detail)
                .containsExactly(
                        wrong("/prompt", "prompt has 301 characters, scripted/film takes 300"),
                        wrong("/count", "count is 5, scripted/film allows 1 to 4"),
                        wrong("/seed", "seed must be 0 to 2147483583"),
                        wrong(
                                "/aspectRatio",
                                "aspectRatio \"1:1\" is not offered by scripted/film; it offers 16:9, 9:16"),
                        wrong("/quality", "quality \"8k\" is not offered by scripted/film; it offers 720p, 1080p"),
                        wrong("/seconds", "seconds 5 is not offered by scripted/film; it offers 4, 8"));
        assertThat(refusal(speech("hallo", ScriptedMedia.VOICE, "bob")).errors())
                .extracting(FieldError::detail)
                .containsExactly("voice \"bob\" is not offered by scripted/voice; it offers ada, grace");
        assertThat(refusal(speech("hallo", ScriptedVendor.MODEL, null)).errors())
                .extracting(FieldError::detail)
                .containsExactly("model scripted/one is not a speech model of the catalogue");
        assertThat(refusal(speech(" ", null, null)).errors())
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(wrong("/text", "required"));
        assertThat(studio.available()).isEqualTo(1_000);
    }

    @Test
    void whatIsNoFilmIsNotCharged() {
        media.onPoll = task -> new TaskProgress.Succeeded(
                List.of(new ProducedFile.Inline(SampleMedia.wav(1))), VendorCost.UNTOLD, null);
        Generation failed = finish(film(1));
        assertThat(Objects.requireNonNull(failed.failure()).kind()).isEqualTo(FailureKind.RESULT_UNUSABLE);
        assertThat(studio.available()).isEqualTo(1_000);
    }

    @Test
    void anAnswerWithBytesAtOnceIsStoredToo() {
        media.onSubmit = reference -> new Submission.Completed(
                List.of(new ProducedFile.Inline(SampleMedia.mp4(1280, 720, 8_000))), VendorCost.ofMicros(5));
        Generation done = finish(film(1));
        OutputFile film = Objects.requireNonNull(done.tasks().get(0).output());
        assertThat(film.info().format()).isEqualTo(MediaFormat.MP4);
        assertThat(film.info().widthPx()).isEqualTo(1280);
        assertThat(film.thumbnails()).isEmpty();
    }

    @Test
    void aCallbackFindsItsFilm() {
        media.callsBack = true;
        media.onPoll = task -> new TaskProgress.Running(Duration.ofSeconds(10));
        Generation accepted = accepted(film(1));
        org.awaitility.Awaitility.await().until(() -> !media.films.isEmpty());
        URI callback = Objects.requireNonNull(media.films.get(0).callbackUrl());
        String token = callback.getPath().substring(callback.getPath().lastIndexOf('/') + 1);
        media.onPoll = media::succeed;
        byte[] body = ("film-" + media.films.get(0).reference()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(studio.atelier
                        .callbacks()
                        .receive("scripted-film", token, Map.of(), body)
                        .status())
                .isEqualTo(204);
        assertThat(studio.finish(accepted.id()).state()).isEqualTo(GenerationState.COMPLETED);
    }

    @Test
    void whatFailedIsMadeAgainAndWhatIsNotSentIsCancelled() {
        media.onSubmit = reference -> {
            throw new ProviderFailure(
                    new dev.atelier.core.provider.ProviderId("scripted-film"), FailureKind.CONTENT_REFUSED, "no");
        };
        Generation failed = finish(film(2));
        assertThat(failed.state()).isEqualTo(GenerationState.FAILED);
        media.onSubmit = media::accept;
        StartResult again = studio.atelier.retry(studio.caller, failed.id()).orElseThrow();
        Generation done = finish(again);
        assertThat(done.count(TaskState.COMPLETED::equals)).isEqualTo(2);
        assertThat(studio.spent()).isEqualTo(2 * ScriptedMedia.FILM_PRICE.amount());

        media.onPoll = task -> new TaskProgress.Running(Duration.ofMillis(50));
        Generation running = accepted(film(1));
        org.awaitility.Awaitility.await().until(() -> media.references.size() == 3);
        assertThat(studio.atelier
                        .cancel(studio.caller.org(), running.id())
                        .orElseThrow()
                        .cancelRequested())
                .isTrue();
        media.onPoll = media::succeed;
        assertThat(studio.finish(running.id()).state()).isEqualTo(GenerationState.COMPLETED);
    }

    private StartResult film(int count) {
        return studio.atelier.start(new FilmCommand(
                studio.caller, "it turns", count, List.of(), null, null, null, null, null, Priority.NORMAL, null));
    }

    private StartResult speech(String text, @Nullable ModelId model, @Nullable String voice) {
        return studio.atelier.start(new SpeechCommand(studio.caller, text, model, voice, null, Priority.NORMAL, null));
    }

    private Generation finish(StartResult started) {
        return studio.finish(accepted(started).id());
    }

    private static Generation accepted(StartResult started) {
        return started.fold(generation -> generation, refusal -> {
            throw new AssertionError("refused: " + refusal);
        });
    }

    private static Refusal refusal(StartResult started) {
        return started.fold(
                generation -> {
                    throw new AssertionError("accepted: " + generation);
                },
                refusal -> refusal);
    }

    private static org.assertj.core.groups.Tuple wrong(String field, String detail) {
        return org.assertj.core.groups.Tuple.tuple(field, detail);
    }
}
