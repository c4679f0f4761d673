package dev.atelier.providers.sandbox;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.FailureKind;
import dev.atelier.core.provider.PictureInput;
import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.ProviderSettings;
import dev.atelier.core.provider.Submission;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorCost;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.TaskProvider;
import dev.atelier.core.secret.Secret;
import dev.atelier.providers.http.WebhookSignature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox's way with tasks of every kind: it answers at once, is polled or calls back, and misbehaves when the words say so.
 * Thread-safe.
 */
abstract class SandboxTaskProvider implements TaskProvider {
    static final Duration LATE = Duration.ofSeconds(2);

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(20);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Signs where no secret is set; it is public, and so proves nothing outside of a demo. */
    private static final Secret DEMO_SECRET = Secret.of("atelier-sandbox-webhooks");

    private final ProviderSettings settings;
    private final SandboxOptions options;
    private final SandboxVendor vendor;
    private final CallbackSender callbacks;
    private final WebhookSignature signature;
    private final Clock clock;
    private final Pause pause;
    private final boolean remembers;
    private final String gaveUp;

    /** Lets time pass, where the vendor answers only when it is done. */
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    /**
     * One row's account with the sandbox.
     *
     * @param remembers true if what was accepted outlives this process
     */
    record Desk(
            ProviderSettings settings,
            SandboxVendor vendor,
            CallbackSender callbacks,
            Clock clock,
            Pause pause,
            boolean remembers) {}

    /** @param what it makes, in a word */
    SandboxTaskProvider(Desk desk, String what) {
        this.settings = desk.settings();
        this.options = SandboxOptions.of(settings);
        this.vendor = desk.vendor();
        this.callbacks = desk.callbacks();
        this.signature = new WebhookSignature(requireNonNullElse(settings.webhookSecret(), DEMO_SECRET));
        this.clock = desk.clock();
        this.pause = desk.pause();
        this.remembers = desk.remembers();
        this.gaveUp = "The sandbox could not make this " + what + ", as the prompt told it.";
    }

    @Override
    public ProviderId id() {
        return settings.id();
    }

    @Override
    public String displayName() {
        return settings.displayName();
    }

    @Override
    public Duration callTimeout() {
        return CALL_TIMEOUT;
    }

    @Override
    public boolean callsBack() {
        return options.delivery() == SandboxOptions.Delivery.CALLBACK;
    }

    /** What every submit does with its order. */
    final Submission take(SandboxOrder order) {
        MagicWords magic = MagicWords.in(order.words());
        if (magic.has(MagicWords.BLOCKED)) {
            throw failure(FailureKind.CONTENT_REFUSED, "the sandbox refused the content, as the prompt told it");
        }
        if (magic.has(MagicWords.RATE_LIMITED) && vendor.turnsAway(order.reference())) {
            throw new ProviderFailure(
                    id(),
                    FailureKind.RATE_LIMITED,
                    "too many requests, as the prompt told the sandbox",
                    Duration.ofSeconds(1),
                    null);
        }
        SandboxTask task = accept(order, magic);
        if (callsBack()) {
            ring(task);
        }
        if (magic.has(MagicWords.TIMEOUT)) {
            throw failure(FailureKind.OUTCOME_UNKNOWN, "the sandbox lost its answer, as the prompt told it");
        }
        return options.delivery() == SandboxOptions.Delivery.ANSWER
                ? answer(task)
                : new Submission.Accepted(new VendorTaskId(task.id()), wait(task));
    }

    private SandboxTask accept(SandboxOrder order, MagicWords magic) {
        try {
            List<Inset> insets = new ArrayList<>();
            for (PictureInput image : order.images()) {
                insets.add(Inset.of(image));
            }
            return vendor.accept(order, magic.slow().orElse(options.latency()), insets, retouch(order, insets));
        } catch (IOException e) {
            throw new ProviderFailure(
                    id(), FailureKind.UNAVAILABLE, "the sandbox could not read or write a file", null, e);
        }
    }

    private @Nullable Retouch retouch(SandboxOrder order, List<Inset> insets) throws IOException {
        PictureInput mask = order.mask();
        if (mask == null) {
            return null;
        }
        if (insets.isEmpty()) {
            throw failure(FailureKind.INVALID_ORDER, "a mask needs a picture that it lies on");
        }
        return Retouch.of(insets.get(0), mask)
                .orElseThrow(() -> failure(FailureKind.INVALID_ORDER, "the sandbox cannot read the mask"));
    }

    private Submission answer(SandboxTask task) {
        boolean inTime =
                task.latency().compareTo(CALL_TIMEOUT) < 0 && !task.magic().has(MagicWords.NEVER);
        try {
            pause.of(inTime ? task.latency() : CALL_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(FailureKind.OUTCOME_UNKNOWN, "the wait for the sandbox was interrupted");
        }
        if (!inTime) {
            throw failure(FailureKind.OUTCOME_UNKNOWN, "the sandbox did not answer in time");
        }
        if (task.fails()) {
            throw failure(FailureKind.VENDOR_FAILED, gaveUp);
        }
        return new Submission.Completed(files(task), task.cost());
    }

    @Override
    public TaskProgress poll(VendorTaskId id) {
        return vendor.find(id.value()).map(this::progress).orElseGet(SandboxTaskProvider::lost);
    }

    @Override
    public boolean looksUpByReference() {
        return remembers;
    }

    @Override
    public Optional<VendorTaskId> findByReference(String reference) {
        return vendor.findByReference(reference).map(task -> new VendorTaskId(task.id()));
    }

    private TaskProgress progress(SandboxTask task) {
        if (task.magic().has(MagicWords.NEVER)) {
            return new TaskProgress.Running(LONGEST_WAIT);
        }
        return clock.instant().isBefore(task.readyAt()) ? new TaskProgress.Running(wait(task)) : outcome(task);
    }

    private TaskProgress outcome(SandboxTask task) {
        return task.fails()
                ? new TaskProgress.Failed(FailureKind.VENDOR_FAILED, gaveUp, task.cost())
                : new TaskProgress.Succeeded(files(task), task.cost(), task.callbackUrl());
    }

    private static TaskProgress lost() {
        return new TaskProgress.Failed(
                FailureKind.VENDOR_FAILED,
                "The sandbox does not know this task any more; with the option folder it would outlive a restart.",
                VendorCost.ofMicros(0));
    }

    private List<ProducedFile> files(SandboxTask task) {
        return List.of(new ProducedFile.Inline(vendor.file(task)));
    }

    private Duration wait(SandboxTask task) {
        Duration left = Duration.between(clock.instant(), task.readyAt());
        if (left.compareTo(SHORTEST_WAIT) < 0) {
            return SHORTEST_WAIT;
        }
        return left.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : left;
    }

    private void ring(SandboxTask task) {
        MagicWords magic = task.magic();
        URI url = task.callbackUrl();
        if (url == null || magic.has(MagicWords.NEVER)) {
            return;
        }
        Duration delay = magic.has(MagicWords.LATE_CALLBACK) ? task.latency().plus(LATE) : task.latency();
        byte[] body = body(task);
        callbacks.send(url, "msg_" + task.id(), body, signature, delay);
        if (magic.has(MagicWords.DUPLICATE_CALLBACK)) {
            callbacks.send(url, "msg_" + task.id(), body, signature, delay);
        }
    }

    private static byte[] body(SandboxTask task) {
        ObjectNode node = JSON.createObjectNode()
                .put("type", task.fails() ? "task.failed" : "task.succeeded")
                .put("task", task.id())
                .put("reference", task.reference());
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public CallbackSignal readCallback(RawCallback callback) {
        if (!signature.isGood(callback)) {
            return CallbackSignal.refused();
        }
        Optional<SandboxTask> task = taskOf(callback);
        // The body tells no more than that the task is done; its file lies in this very process.
        return new CallbackSignal(
                CallbackSignal.Trust.BODY_SIGNED,
                task.map(known -> new VendorTaskId(known.id())).orElse(null),
                task.map(this::outcome).orElse(null));
    }

    private Optional<SandboxTask> taskOf(RawCallback callback) {
        try {
            JsonNode node = JSON.readTree(callback.body());
            return node == null
                    ? Optional.empty()
                    : vendor.find(node.path("task").asText(""));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array cannot fail to be read", e);
        }
    }

    final ProviderFailure failure(FailureKind kind, String message) {
        return new ProviderFailure(id(), kind, message);
    }
}
