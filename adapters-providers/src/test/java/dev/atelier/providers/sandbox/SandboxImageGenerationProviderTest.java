package dev.atelier.providers.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.fakes.SettableClock;
import dev.atelier.core.fakes.Together;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ImageOrder;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.ImageGenerationProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxImageGenerationProviderTest {
    private final SettableClock clock = SettableClock.standing(Instant.parse("2026-11-21T10:00:00Z"));
    private final List<Duration> pauses = new ArrayList<>();
    private final SandboxProviderFactory factory = new SandboxProviderFactory(clock, pauses::add);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private ImageGenerationProvider provider(Map<String, String> options) {
        return factory.imageGeneration(Orders.settings(options));
    }

    private ImageGenerationProvider polled() {
        return provider(Map.of("latencyMs", "500"));
    }

    private ProviderFailure refusal(ImageGenerationProvider provider, ImageOrder order) {
        return catchThrowableOfType(ProviderFailure.class, () -> provider.submit(order));
    }

    private SandboxVendor vendor() {
        return factory.vendor(Orders.SANDBOX).orElseThrow();
    }

    @Test
    void isAcceptedThenRunningThenDone() {
        ImageGenerationProvider provider = polled();
        Submission.Accepted accepted = (Submission.Accepted) provider.submit(Orders.order("a ring", "r-1"));
        assertThat(accepted.pollAfter()).isEqualTo(Duration.ofMillis(500));
        clock.advance(Duration.ofMillis(400));
        assertThat(provider.poll(accepted.task())).isEqualTo(new TaskProgress.Running(Duration.ofMillis(100)));
        clock.advance(Duration.ofMillis(100));
        TaskProgress.Succeeded done = (TaskProgress.Succeeded) provider.poll(accepted.task());
        assertThat(done.cost().micros()).isZero();
        assertThat(done.cost().seconds()).isEqualTo(0.5);
        assertThat(Mark.isOn(Orders.decoded(Orders.bytes(done.files())))).isTrue();
    }

    @Test
    void takesThreeToNineTenthsOfASecondByDefault() {
        for (int i = 0; i < 40; i++) {
            Submission.Accepted accepted =
                    (Submission.Accepted) provider(Map.of()).submit(Orders.order("a ring", "d-" + i, i, List.of()));
            assertThat(accepted.pollAfter()).isBetween(Duration.ofMillis(300), Duration.ofMillis(900));
        }
    }

    @Test
    void answersAtOnceWhereToldTo() {
        ImageGenerationProvider provider = provider(Map.of("delivery", "answer", "latencyMs", "700"));
        Submission.Completed completed = (Submission.Completed) provider.submit(Orders.order("a ring", "a-1"));
        assertThat(pauses).containsExactly(Duration.ofMillis(700));
        assertThat(Orders.decoded(Orders.bytes(completed.files())).getWidth()).isEqualTo(512);
        assertThat(refusal(provider, Orders.order("a ring !fail", "a-2")).kind())
                .isEqualTo(FailureKind.VENDOR_FAILED);
        assertThat(refusal(provider, Orders.order("a ring !never", "a-3")).kind())
                .isEqualTo(FailureKind.OUTCOME_UNKNOWN);
        assertThat(refusal(provider, Orders.order("a ring !slow=31s", "a-4")).kind())
                .isEqualTo(FailureKind.OUTCOME_UNKNOWN);
        assertThat(pauses).allMatch(pause -> pause.compareTo(provider.callTimeout()) <= 0);
    }

    @Test
    void magicWordsNeverChangeTheDrawing() {
        ImageGenerationProvider provider = polled();
        VendorTaskId plain = Orders.task(provider.submit(Orders.order("a red square", "m-1")));
        VendorTaskId magic =
                Orders.task(provider.submit(Orders.order("a !slow=100ms red square !dup-callback", "m-2")));
        clock.advance(Duration.ofSeconds(1));
        assertThat(Orders.picture(provider, magic)).isEqualTo(Orders.picture(provider, plain));
    }

    @Test
    void failsWhenTold() {
        ImageGenerationProvider provider = polled();
        VendorTaskId task = Orders.task(provider.submit(Orders.order("a ring !fail", "f-1")));
        assertThat(provider.poll(task)).isInstanceOf(TaskProgress.Running.class);
        clock.advance(Duration.ofSeconds(1));
        TaskProgress.Failed failed = (TaskProgress.Failed) provider.poll(task);
        assertThat(failed.kind()).isEqualTo(FailureKind.VENDOR_FAILED);
    }

    @Test
    void refusesContentWhenTold() {
        ProviderFailure refusal = refusal(polled(), Orders.order("a !blocked ring", "b-1"));
        assertThat(refusal.kind()).isEqualTo(FailureKind.CONTENT_REFUSED);
        assertThat(vendor().acceptedCount("b-1")).isZero();
    }

    @Test
    void limitsTheRateOncePerReference() {
        ImageGenerationProvider provider = polled();
        ProviderFailure refusal = refusal(provider, Orders.order("a ring !429", "l-1"));
        assertThat(refusal.kind()).isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(provider.submit(Orders.order("a ring !429", "l-1"))).isInstanceOf(Submission.Accepted.class);
        assertThat(vendor().acceptedCount("l-1")).isEqualTo(1);
    }

    @Test
    void aLostAnswerIsFoundByReference() {
        ImageGenerationProvider provider = polled();
        ProviderFailure lost = refusal(provider, Orders.order("a ring !timeout", "t-1"));
        assertThat(lost.kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN);
        assertThat(vendor().acceptedCount("t-1")).isEqualTo(1);
        VendorTaskId task = provider.findByReference("t-1").orElseThrow();
        clock.advance(Duration.ofSeconds(1));
        assertThat(provider.poll(task)).isInstanceOf(TaskProgress.Succeeded.class);
        assertThat(provider.findByReference("t-2")).isEmpty();
    }

    @Test
    void isSlowWhenToldAndNeverDoneWhenTold() {
        ImageGenerationProvider provider = polled();
        VendorTaskId slow = Orders.task(provider.submit(Orders.order("a ring !slow=8s", "s-1")));
        VendorTaskId never = Orders.task(provider.submit(Orders.order("a ring !never", "s-2")));
        clock.advance(Duration.ofMillis(7_900));
        assertThat(provider.poll(slow)).isInstanceOf(TaskProgress.Running.class);
        clock.advance(Duration.ofMillis(100));
        assertThat(provider.poll(slow)).isInstanceOf(TaskProgress.Succeeded.class);
        clock.advance(Duration.ofDays(2));
        assertThat(provider.poll(never)).isInstanceOf(TaskProgress.Running.class);
    }

    @Test
    void everySecondPictureFailsOfAHalf() {
        ImageGenerationProvider provider = polled();
        int failed = 0;
        for (int seed = 10; seed < 14; seed++) {
            VendorTaskId task = Orders.task(provider.submit(Orders.order("rings !half", "h-" + seed, seed, List.of())));
            clock.advance(Duration.ofSeconds(1));
            failed += provider.poll(task) instanceof TaskProgress.Failed ? 1 : 0;
        }
        assertThat(failed).isEqualTo(2);
    }

    @Test
    void countsASubmitThatCameTwice() {
        ImageGenerationProvider provider = polled();
        VendorTaskId first = Orders.task(provider.submit(Orders.order("a ring", "twice")));
        VendorTaskId second = Orders.task(provider.submit(Orders.order("a ring", "twice")));
        assertThat(second).isNotEqualTo(first);
        assertThat(vendor().acceptedCount("twice")).isEqualTo(2);
        assertThat(provider.findByReference("twice")).contains(first);
    }

    @Test
    void refusesFormatsThatItDoesNotDraw() {
        ImageOrder wide = new ImageOrder(Orders.MODEL, "a ring", List.of(), null, "21:9", "draft", null, null, "w-1");
        ImageOrder sharp = new ImageOrder(Orders.MODEL, "a ring", List.of(), null, "1:1", "8K", null, null, "w-2");
        assertThat(refusal(polled(), wide).kind()).isEqualTo(FailureKind.INVALID_ORDER);
        assertThat(refusal(polled(), sharp).kind()).isEqualTo(FailureKind.INVALID_ORDER);
    }

    @Test
    void withoutSeedTheReferenceDecides() {
        ImageGenerationProvider provider = polled();
        Set<Integer> pictures = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            ImageOrder order =
                    new ImageOrder(Orders.MODEL, "jazz", List.of(), null, null, "draft", null, null, "n-" + i);
            VendorTaskId task = Orders.task(provider.submit(order));
            clock.advance(Duration.ofSeconds(1));
            pictures.add(java.util.Arrays.hashCode(Orders.picture(provider, task)));
        }
        assertThat(pictures).hasSize(4);
    }

    @Test
    void aTaskOutlivesARestartInItsFolder() {
        Map<String, String> options = Map.of("folder", folder.toString(), "latencyMs", "500");
        List<PictureInput> images = List.of(Orders.picture(0xFFEEDD, 0x226644, "png"));
        ImageGenerationProvider before = provider(options);
        VendorTaskId task = Orders.task(before.submit(Orders.order("the bottle", "k-1", 3, images)));
        assertThat(refusal(before, Orders.order("a ring !timeout", "k-2")).kind())
                .isEqualTo(FailureKind.OUTCOME_UNKNOWN);
        clock.advance(Duration.ofSeconds(1));
        byte[] picture = Orders.picture(before, task);

        SandboxProviderFactory restarted = new SandboxProviderFactory(clock);
        ImageGenerationProvider after = restarted.imageGeneration(Orders.settings(options));
        assertThat(Orders.picture(after, task)).isEqualTo(picture);
        assertThat(after.findByReference("k-1")).contains(task);
        assertThat(after.poll(after.findByReference("k-2").orElseThrow())).isInstanceOf(TaskProgress.Succeeded.class);
        SandboxVendor vendor = restarted.vendor(Orders.SANDBOX).orElseThrow();
        assertThat(vendor.acceptedCount("k-1")).isEqualTo(1);
        after.submit(Orders.order("the bottle", "k-1", 3, images));
        assertThat(vendor.acceptedCount("k-1")).isEqualTo(2);
    }

    @Test
    void withoutFolderALostTaskHasFailed() {
        VendorTaskId task = Orders.task(polled().submit(Orders.order("a ring", "x-1")));
        ImageGenerationProvider after = new SandboxProviderFactory(clock).imageGeneration(Orders.settings(Map.of()));
        TaskProgress.Failed lost = (TaskProgress.Failed) after.poll(task);
        assertThat(lost.kind()).isEqualTo(FailureKind.VENDOR_FAILED);
        assertThat(after.findByReference("x-1")).isEmpty();
    }

    @Test
    void anEditedRowKeepsItsTasks() {
        VendorTaskId task = Orders.task(polled().submit(Orders.order("a ring", "e-1")));
        clock.advance(Duration.ofSeconds(1));
        assertThat(provider(Map.of("latencyMs", "20")).poll(task)).isInstanceOf(TaskProgress.Succeeded.class);
    }

    @Test
    void aForeignTaskIdNeverLeavesTheFolder() throws IOException {
        Files.writeString(folder.resolve("secret.json"), "{\"prompt\":\"x\"}");
        ImageGenerationProvider provider =
                provider(Map.of("folder", folder.resolve("tasks").toString()));
        assertThat(provider.poll(new VendorTaskId("../secret"))).isInstanceOf(TaskProgress.Failed.class);
    }

    @Test
    void theFolderForgetsAfterThreeDays() throws IOException {
        Map<String, String> options = Map.of("folder", folder.toString());
        provider(options).submit(Orders.order("a ring", "old"));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(TaskFolder.KEPT.plusHours(1))));
            }
        }
        ImageGenerationProvider after = new SandboxProviderFactory(clock).imageGeneration(Orders.settings(options));
        after.submit(Orders.order("a ring", "new"));
        assertThat(after.findByReference("old")).isEmpty();
        assertThat(after.findByReference("new")).isPresent();
    }

    @Test
    void aDamagedFileIsALostTask() throws IOException {
        Map<String, String> options = Map.of("folder", folder.toString());
        VendorTaskId task = Orders.task(provider(options).submit(Orders.order("a ring", "damaged")));
        Files.writeString(folder.resolve(task + ".json"), "{");
        ImageGenerationProvider after = new SandboxProviderFactory(clock).imageGeneration(Orders.settings(options));
        assertThat(after.poll(task)).isInstanceOf(TaskProgress.Failed.class);
    }

    @Test
    void sixtyFourSubmitsAtOnceAreSixtyFourTasks() {
        ImageGenerationProvider provider = provider(Map.of("folder", folder.toString(), "latencyMs", "0"));
        List<VendorTaskId> tasks = Together.run(
                64, i -> Orders.task(provider.submit(Orders.order("three circles", "p-" + i % 32, i, List.of()))));
        assertThat(tasks).doesNotHaveDuplicates();
        assertThat(Together.run(64, i -> provider.poll(tasks.get(i))))
                .hasOnlyElementsOfType(TaskProgress.Succeeded.class);
        assertThat(vendor().acceptedTotal()).isEqualTo(64);
        assertThat(vendor().acceptedCount("p-7")).isEqualTo(2);
    }

    @Test
    void twoProcessesOnOneFolderSeeWhatWasSubmittedTwice() {
        Map<String, String> options = Map.of("folder", folder.toString());
        ImageGenerationProvider other = new SandboxProviderFactory(clock).imageGeneration(Orders.settings(options));
        VendorTaskId first = Orders.task(provider(options).submit(Orders.order("a ring", "shared")));
        VendorTaskId second = Orders.task(other.submit(Orders.order("a ring", "shared")));
        assertThat(second).isNotEqualTo(first);
        assertThat(vendor().acceptedCount("shared")).isEqualTo(2);
        assertThat(other.findByReference("shared")).contains(first);
    }

    @Test
    void anOrderThatCannotBeWrittenDownIsNotStarted() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        ImageGenerationProvider provider =
                provider(Map.of("folder", file.resolve("tasks").toString()));
        assertThat(refusal(provider, Orders.order("a ring", "unwritten")).kind())
                .isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(vendor().acceptedTotal()).isZero();
        assertThat(vendor().acceptedCount("unwritten")).isZero();
    }

    /** From the contract of image providers; the rest of it is about a wire, which the sandbox has not. */
    @Test
    void tellsNobodyWhatIsPrivate() {
        String secret = "unspoken-4711";
        URI url = URI.create("https://atelier.example.com/callbacks/" + secret);
        List<String> told = new ArrayList<>();
        for (String word : List.of("", "!fail", "!blocked", "!429", "!timeout", "!never")) {
            ImageGenerationProvider provider = polled();
            told.add(provider.toString());
            ImageOrder order = Orders.order(secret + " " + word, "private " + word, url);
            try {
                Submission submission = provider.submit(order);
                clock.advance(Duration.ofSeconds(1));
                told.add(submission.toString());
                told.add(provider.poll(Orders.task(submission)).toString());
            } catch (ProviderFailure failure) {
                told.add(failure.toString());
            }
        }
        assertThat(told).hasSize(15).noneMatch(text -> text.contains(secret));
    }

    @Test
    void noCallbackMakesItThrowOrBelieveAnUnsignedOutcome() {
        for (String body : List.of("", "{", "[]", "null", "\u0000", "{\"task\":\"sb_1\"}", "x".repeat(100_000))) {
            RawCallback callback = new RawCallback(Map.of(), body.getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
            assertThat(polled().readCallback(callback)).isEqualTo(CallbackSignal.refused());
        }
    }
}
