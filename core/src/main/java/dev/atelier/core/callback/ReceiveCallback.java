package dev.atelier.core.callback;

import dev.atelier.core.Store;
import dev.atelier.core.callback.spi.CallbackInbox;
import dev.atelier.core.generation.AttemptRef;
import dev.atelier.core.generation.TaskId;
import dev.atelier.core.generation.spi.GenerationRepository;
import dev.atelier.core.job.Job;
import dev.atelier.core.job.spi.JobQueue;
import dev.atelier.core.key.RunProviders;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.core.provider.spi.TaskProvider;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.shared.spi.Transactions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes in a vendor's callback: writes it down, queues a look at the vendor, and changes nothing else. A callback is a doorbell,
 * not a messenger. Costs no vendor call and one transaction at most, which callbacks that come
 * together share. Thread-safe.
 */
public final class ReceiveCallback {
    private final GenerationRepository generations;
    private final CallbackInbox inbox;
    private final JobQueue jobs;
    private final Transactions transactions;
    private final RunProviders providers;
    private final Function<AttemptRef, Job> reconcile;
    private final Ids ids;
    private final Clock clock;

    /** @param reconcile the workflow's job that looks at the vendor */
    public ReceiveCallback(
            Store store, RunProviders providers, Function<AttemptRef, Job> reconcile, Ids ids, Clock clock) {
        this.generations = store.generations();
        this.inbox = store.callbacks();
        this.jobs = store.jobs();
        this.transactions = store.transactions();
        this.providers = providers;
        this.reconcile = reconcile;
        this.ids = ids;
        this.clock = clock;
    }

    /** What became of a callback, with the HTTP status to answer. */
    public enum Receipt {
        STORED(204),
        DUPLICATE(200),
        /** No attempt has this token, or not at this provider or task: answered alike, so that nothing can be guessed. */
        UNKNOWN(404),
        /** The vendor signs, and this signature is missing, wrong or stale. */
        REFUSED(401);

        private final int status;

        Receipt(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /** Takes a callback that came to {@code /callbacks/{provider}/{token}}. */
    public Receipt receive(String provider, String token, Map<String, String> headers, byte[] body) {
        return receive(token, ref -> ref.provider().slug().equals(provider), headers, body);
    }

    /** Takes a callback that came to {@code /webhooks/provider-callback/{taskId}} with the same token. */
    public Receipt receive(TaskId task, String token, Map<String, String> headers, byte[] body) {
        return receive(token, ref -> ref.task().equals(task), headers, body);
    }

    private Receipt receive(
            String token, Function<AttemptRef, Boolean> fits, Map<String, String> headers, byte[] body) {
        Optional<AttemptRef> found =
                generations.findAttempt(CallbackToken.hash(token)).filter(fits::apply);
        if (found.isEmpty() || body.length > RawCallback.MAX_BODY) {
            return Receipt.UNKNOWN;
        }
        AttemptRef attempt = found.get();
        Optional<TaskProvider> provider = provider(attempt);
        if (provider.isEmpty()) {
            return Receipt.UNKNOWN;
        }
        RawCallback raw = new RawCallback(lowerCase(headers), body, clock.instant());
        CallbackSignal signal = provider.get().readCallback(raw);
        if (signal.trust() == CallbackSignal.Trust.REFUSED) {
            return Receipt.REFUSED;
        }
        StoredCallback stored = stored(attempt, raw, token, signal);
        return transactions.inSharedTransaction(() -> {
            if (!inbox.store(stored)) {
                return Receipt.DUPLICATE;
            }
            jobs.enqueue(reconcile.apply(attempt));
            return Receipt.STORED;
        });
    }

    /**
     * Asks the vendor once more about the task of a stored callback. Harmless at any time: what is there already is not charged again.
     */
    public void replay(StoredCallback callback) {
        generations
                .find(callback.org(), callback.generation())
                .ifPresent(generation -> jobs.enqueue(reconcile.apply(new AttemptRef(
                        callback.org(),
                        callback.generation(),
                        callback.task(),
                        callback.attempt(),
                        callback.provider(),
                        generation.type()))));
    }

    /** As the run uses it: the vendor signs with the secret of the account whose key it is. Empty if that key is gone. */
    private Optional<TaskProvider> provider(AttemptRef attempt) {
        try {
            return providers.of(attempt.org(), attempt.generation()).taskProvider(attempt.provider());
        } catch (ProviderFailure keyless) {
            return Optional.empty();
        }
    }

    private StoredCallback stored(AttemptRef attempt, RawCallback raw, String token, CallbackSignal signal) {
        // Some vendors echo the whole order, our callback URL included; the token itself is never kept.
        String blanked = raw.text().replace(token, "***");
        return new StoredCallback(
                new CallbackId(ids.next()),
                attempt.org(),
                attempt.generation(),
                attempt.task(),
                attempt.attempt(),
                attempt.provider(),
                CallbackToken.sha256(raw.body()),
                new RawCallback(
                        CallbackHeaders.withoutSecrets(raw.headers()),
                        blanked.getBytes(StandardCharsets.UTF_8),
                        raw.receivedAt()),
                signal.trust(),
                signal.task() == null ? null : signal.task().value(),
                raw.receivedAt(),
                null,
                null);
    }

    private static Map<String, String> lowerCase(Map<String, String> headers) {
        Map<String, String> lower = new LinkedHashMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(java.util.Locale.ROOT), value));
        return lower;
    }
}
