package dev.atelier.core.webhook;

import dev.atelier.core.Store;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditOrigin;
import dev.atelier.core.audit.AuditSubject;
import dev.atelier.core.audit.RecordChange;
import dev.atelier.core.event.EventType;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.secret.SecretBox;
import dev.atelier.core.shared.Ids;
import dev.atelier.core.webhook.spi.WebhookSender;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Tries a delivery once and writes down what came of it. Whoever dies between the two leaves the delivery to be tried again under the same
 * id, which is how its receiver knows it. Thread-safe.
 */
public final class SendDelivery {
    /** How long a receiver may take. */
    public static final Duration TIMEOUT = Duration.ofSeconds(15);

    /** How long a delivery is in one hand: longer than a try and its bookkeeping take. */
    static final Duration LEASE = Duration.ofSeconds(60);

    static final Duration PATIENCE = Duration.ofDays(5);
    static final String REASON_GONE = "The receiver answered 410 Gone.";
    static final String REASON_FAILING = "Every try failed for 5 days.";

    private static final System.Logger LOG = System.getLogger(SendDelivery.class.getName());
    private static final int GONE = 410;

    private final Store store;
    private final WebhookSecrets secrets;
    private final WebhookSender sender;
    private final RecordChange changes;
    private final RandomGenerator random;
    private final Clock clock;

    /** @param random spreads the pauses between tries; thread-safe */
    public SendDelivery(
            Store store, SecretBox box, WebhookSender sender, Ids ids, RandomGenerator random, Clock clock) {
        this.store = store;
        this.secrets = new WebhookSecrets(box, ids);
        this.sender = sender;
        this.changes = new RecordChange(store.audit(), ids, clock);
        this.random = random;
        this.clock = clock;
    }

    /**
     * Takes the endpoint's next delivery and tries it.
     *
     * @return false if none is due, or it did not arrive
     */
    boolean sendNext(WebhookEndpoint endpoint) {
        Instant now = now();
        return store.webhooks()
                .claim(endpoint.org(), endpoint.id(), now, now.plus(LEASE))
                .map(delivery -> send(endpoint, delivery))
                .orElse(false);
    }

    private boolean send(WebhookEndpoint endpoint, Delivery delivery) {
        Instant begun = now();
        WebhookSender.Answer answer = ask(endpoint, delivery, begun);
        DeliveryAttempt attempt = new DeliveryAttempt(
                delivery.attempts().size() + 1,
                begun,
                answer.status(),
                Duration.between(begun, now()).truncatedTo(ChronoUnit.MILLIS),
                answer.trouble());
        store.transactions().run(() -> settle(delivery, attempt, answer));
        return attempt.delivered();
    }

    private WebhookSender.Answer ask(WebhookEndpoint endpoint, Delivery delivery, Instant now) {
        byte[] body = delivery.payload().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers;
        try {
            List<Secret> signing = secrets.open(endpoint, now);
            headers = WebhookSignature.headers(delivery.id(), now, body, signing);
        } catch (SecretBox.SecretUnreadable e) {
            LOG.log(System.Logger.Level.WARNING, "a secret of webhook endpoint {0} does not open", endpoint.id());
            return new WebhookSender.Answer(null, DeliveryTrouble.UNSIGNED, null);
        }
        return sender.send(endpoint.url(), headers, body, TIMEOUT);
    }

    // The endpoint is locked before its delivery, as everywhere, so that no two of these wait for each other.
    private void settle(Delivery sent, DeliveryAttempt attempt, WebhookSender.Answer answer) {
        Optional<WebhookEndpoint> found = store.webhooks().lock(sent.org(), sent.endpoint());
        Optional<Delivery> current = store.webhooks().findDelivery(sent.org(), sent.endpoint(), sent.id());
        if (found.isEmpty()
                || current.isEmpty()
                || current.get().attempts().size() != sent.attempts().size()) {
            // Deleted meanwhile, or another took it up because we were longer than the lease: its word counts.
            return;
        }
        WebhookEndpoint endpoint = found.get().with(found.get().health().after(attempt));
        store.webhooks().updateHealth(endpoint.org(), endpoint.id(), endpoint.health());
        store.webhooks().updateDelivery(after(current.get(), attempt, answer));
        Instant since = endpoint.health().failingSince();
        if (!endpoint.enabled()) {
            return;
        }
        if (Integer.valueOf(GONE).equals(attempt.status())) {
            disable(endpoint, REASON_GONE);
        } else if (since != null && !attempt.at().isBefore(since.plus(PATIENCE))) {
            disable(endpoint, REASON_FAILING);
        }
    }

    private Delivery after(Delivery before, DeliveryAttempt attempt, WebhookSender.Answer answer) {
        if (attempt.delivered()) {
            return before.after(attempt, DeliveryState.DELIVERED, null);
        }
        if (before.state() != DeliveryState.PENDING) {
            return before.after(attempt, before.state(), null);
        }
        if (attempt.trouble() == DeliveryTrouble.GONE) {
            return before.after(attempt, DeliveryState.FAILED, null);
        }
        return DeliverySchedule.pauseAfter(before.counted() + 1, answer.retryAfter(), random)
                .map(pause -> before.after(attempt, DeliveryState.PENDING, now().plus(pause)))
                .orElseGet(() -> before.after(attempt, DeliveryState.FAILED, null));
    }

    private void disable(WebhookEndpoint endpoint, String reason) {
        WebhookEndpoint off = endpoint.disabled(reason);
        store.webhooks().update(off, endpoint.version());
        store.webhooks().disableDeliveries(endpoint.org(), endpoint.id());
        changes.record(
                endpoint.org(),
                AuditOrigin.SYSTEM,
                AuditChange.between(
                        AuditAction.WEBHOOK_ENDPOINT_CHANGED,
                        new AuditSubject(
                                "webhook_endpoint",
                                endpoint.id().toString(),
                                endpoint.url().getHost()),
                        AuditDetails.NONE.with("enabled", true),
                        AuditDetails.NONE.with("enabled", false).with("disabledReason", reason)));
        store.events()
                .append(
                        endpoint.org(),
                        null,
                        EventType.WEBHOOK_DISABLED,
                        now(),
                        Map.of("endpointId", endpoint.id().toString(), "reason", reason));
        store.transactions()
                .afterCommit(() -> LOG.log(
                        System.Logger.Level.WARNING,
                        "webhook endpoint {0} of org {1} was switched off: {2}",
                        endpoint.id(),
                        endpoint.org(),
                        reason));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
