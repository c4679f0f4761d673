package dev.atelier.core.fakes;

import static dev.atelier.core.fakes.Samples.NOW;

import dev.atelier.core.Store;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.credit.Credits;
import dev.atelier.core.credit.HoldId;
import dev.atelier.core.generation.Attempt;
import dev.atelier.core.generation.AttemptId;
import dev.atelier.core.generation.Generation;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.generation.GenerationState;
import dev.atelier.core.generation.ImageBrief;
import dev.atelier.core.generation.ImageTask;
import dev.atelier.core.generation.InputImage;
import dev.atelier.core.generation.LlmTrial;
import dev.atelier.core.generation.Medium;
import dev.atelier.core.generation.OutputFile;
import dev.atelier.core.generation.PromptMode;
import dev.atelier.core.generation.ReferenceAnalysis;
import dev.atelier.core.generation.Stage;
import dev.atelier.core.generation.TaskFailure;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.generation.TaskState;
import dev.atelier.core.generation.Terms;
import dev.atelier.core.generation.Thumbnail;
import dev.atelier.core.media.MediaInfo;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.ModelId;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.upload.Upload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The generations of {@link Samples}. */
final class SampleGenerations {
    private static final ProviderId PROVIDER = new ProviderId("kieai");
    private static final ModelId MODEL = new ModelId("seedream/4.5-edit");

    private SampleGenerations() {}

    static Generation accepted(Samples.Tenant tenant, int imageCount, Instant at) {
        return accepted(
                tenant,
                new ImageBrief(
                        "a teapot",
                        imageCount,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null,
                        MODEL,
                        null,
                        null,
                        null,
                        PromptMode.WRITTEN_FOR_ME,
                        Medium.PICTURE),
                at);
    }

    private static Generation accepted(Samples.Tenant tenant, ImageBrief brief, Instant at) {
        HoldId hold = new HoldId(UUID.randomUUID());
        List<ImageTask> tasks = new ArrayList<>();
        for (int i = 0; i < brief.imageCount(); i++) {
            tasks.add(ImageTask.planned(new TaskId(UUID.randomUUID()), i, hold));
        }
        return new Generation(
                new GenerationId(UUID.randomUUID()),
                tenant.id(),
                tenant.userId(),
                brief,
                new Terms(PROVIDER, Credits.of(7), 3, 32_000, "image@1"),
                GenerationState.PENDING,
                Stage.QUEUED,
                false,
                List.of(),
                List.of(),
                tasks,
                null,
                at,
                null,
                null,
                at.plus(Duration.ofMinutes(30)),
                1);
    }

    /** One whose pictures have all arrived, one second after the other from {@code at} on. */
    static Generation arrived(Samples.Tenant tenant, ImageBrief brief, Instant at) {
        Generation generation = accepted(tenant, brief, at);
        for (ImageTask task : generation.tasks()) {
            generation = generation.withTask(new ImageTask(
                    task.id(),
                    task.index(),
                    TaskState.COMPLETED,
                    "words of picture " + task.index() + ": " + brief.prompt(),
                    task.hold(),
                    List.of(acked(1).succeeded(VendorCost.UNTOLD, at)),
                    output(tenant),
                    null,
                    at.plusSeconds(task.index())));
        }
        return generation.ended(GenerationState.COMPLETED, at.plusSeconds(brief.imageCount()));
    }

    static Generation full(Store store, Samples.Tenant tenant) {
        List<InputImage> references = List.of(input(store, tenant), input(store, tenant), input(store, tenant));
        List<InputImage> products = List.of(input(store, tenant));
        ImageBrief brief = new ImageBrief(
                "a teapot \u2615 in 'rain'; \\ \"x\"\n",
                6,
                references,
                products,
                input(store, tenant),
                "16:9",
                "high",
                MODEL,
                new ModelId("gpt-5-mini"),
                Long.MAX_VALUE,
                null,
                PromptMode.AS_WRITTEN,
                Medium.PICTURE);
        HoldId hold = new HoldId(UUID.randomUUID());
        return new Generation(
                new GenerationId(UUID.randomUUID()),
                tenant.id(),
                tenant.userId(),
                brief,
                new Terms(PROVIDER, Credits.of(7), 3, 32_000, "image@1"),
                GenerationState.PROCESSING,
                Stage.GENERATING,
                true,
                analyses(),
                trials(),
                tasks(tenant, hold),
                new TaskFailure(FailureKind.DEADLINE_PASSED, "No result \"in\" time."),
                NOW,
                NOW.plusSeconds(1),
                NOW.plusSeconds(90),
                NOW.plus(Duration.ofMinutes(30)),
                7);
    }

    private static InputImage input(Store store, Samples.Tenant tenant) {
        Upload upload = Samples.upload(tenant);
        store.uploads().insert(upload);
        return new InputImage(upload.id(), upload.key(), Samples.picture());
    }

    private static List<ReferenceAnalysis> analyses() {
        ProviderId vision = new ProviderId("openai-vision");
        return List.of(
                new ReferenceAnalysis(
                        0,
                        ReferenceAnalysis.State.DONE,
                        "warm, \u201csoft\u201d light",
                        vision,
                        "gpt-5-mini",
                        null,
                        812,
                        new VendorCost(120L, 0.25, 900L, 60L)),
                new ReferenceAnalysis(
                        1,
                        ReferenceAnalysis.State.FAILED,
                        null,
                        vision,
                        "gpt-5-mini",
                        "the vendor did not answer",
                        30_000,
                        VendorCost.UNTOLD),
                ReferenceAnalysis.waiting(2));
    }

    private static List<LlmTrial> trials() {
        return List.of(
                new LlmTrial(
                        new ProviderId("claude"), null, 0, FailureKind.UNAVAILABLE, "HTTP 529", 15, VendorCost.UNTOLD),
                new LlmTrial(
                        new ProviderId("gemini"),
                        "gemini-3-flash",
                        6,
                        null,
                        null,
                        2_100,
                        VendorCost.ofTokens(1_500, 700)));
    }

    private static List<ImageTask> tasks(Samples.Tenant tenant, HoldId hold) {
        Attempt lost = sent(1).failed(TaskFailure.of(FailureKind.VENDOR_FAILED), VendorCost.ofMicros(5), NOW);
        Attempt won = acked(2).succeeded(new VendorCost(32_000L, 12.5, null, null), NOW.plusSeconds(60));
        TaskFailure refused = TaskFailure.of(FailureKind.CONTENT_REFUSED);
        return List.of(
                new ImageTask(
                        task(), 0, TaskState.COMPLETED, "one", hold, List.of(lost, won), output(tenant), null, NOW),
                new ImageTask(
                        task(),
                        1,
                        TaskState.FAILED,
                        "two",
                        new HoldId(UUID.randomUUID()),
                        List.of(acked(1).failed(refused, VendorCost.UNTOLD, NOW.plusSeconds(9))),
                        null,
                        refused,
                        NOW.plusSeconds(9)),
                new ImageTask(task(), 2, TaskState.RUNNING, "three", hold, List.of(acked(1)), null, null, null),
                new ImageTask(task(), 3, TaskState.RUNNING, "four", hold, List.of(sent(1).inDoubt()), null, null, null),
                new ImageTask(task(), 4, TaskState.READY, "five", hold, List.of(intent(1)), null, null, null),
                ImageTask.planned(task(), 5, hold));
    }

    private static TaskId task() {
        return new TaskId(UUID.randomUUID());
    }

    private static OutputFile output(Samples.Tenant tenant) {
        BlobKey key = BlobKey.generated(tenant.userId(), UUID.randomUUID(), "png");
        return new OutputFile(
                key,
                MediaInfo.of(Samples.picture()),
                List.of(
                        new Thumbnail(256, key.thumbnail(256, "jpg"), 256, 192),
                        new Thumbnail(1024, key.thumbnail(1024, "jpg"), 640, 480)));
    }

    private static Attempt intent(int number) {
        return Attempt.intent(new AttemptId(UUID.randomUUID()), number, PROVIDER);
    }

    private static Attempt sent(int number) {
        return intent(number).sent(Samples.sha256(), NOW.plusSeconds(3));
    }

    private static Attempt acked(int number) {
        return sent(number).acked(new VendorTaskId("task-" + UUID.randomUUID()), NOW.plusSeconds(4));
    }
}
