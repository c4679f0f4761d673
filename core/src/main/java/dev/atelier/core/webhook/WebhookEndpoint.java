package dev.atelier.core.webhook;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.event.EventId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An address of an org that is told of its events.
 *
 * @param description for people; may be empty
 * @param eventTypes the types it wants; empty for all
 * @param enabled false if it gets nothing
 * @param disabledReason a sentence for people if the server switched it off; null if a person did, or nobody
 * @param secrets newest first; all that still sign are used together
 * @param cursor the last event it was given a delivery of, or was passed over for
 * @param health how its receiver answers
 * @param version raised with every change by a person and with being switched off
 */
public record WebhookEndpoint(
        WebhookEndpointId id,
        OrgId org,
        URI url,
        String description,
        Set<String> eventTypes,
        boolean enabled,
        @Nullable String disabledReason,
        List<WebhookSecret> secrets,
        Instant createdAt,
        EventId cursor,
        Health health,
        long version) {
    /** Most endpoints of one org. */
    public static final int MOST = 20;

    public WebhookEndpoint {
        eventTypes = Set.copyOf(eventTypes);
        secrets = List.copyOf(secrets);
    }

    /**
     * How the receiver answers.
     *
     * @param failingSince when the first of the tries was that have all failed since; null if the last one arrived
     * @param lastDeliveryAt when anything was sent last; null if nothing ever was
     * @param lastStatus the HTTP status of that; null if no answer came
     */
    public record Health(
            @Nullable Instant failingSince,
            @Nullable Instant lastDeliveryAt,
            @Nullable Integer lastStatus) {
        /** Nothing was sent yet. */
        public static final Health UNKNOWN = new Health(null, null, null);

        Health after(DeliveryAttempt attempt) {
            Instant since = failingSince == null ? attempt.at() : failingSince;
            return new Health(attempt.delivered() ? null : since, attempt.at(), attempt.status());
        }
    }

    /** True if events of this type are sent there. */
    public boolean wants(String type) {
        return eventTypes.isEmpty() || eventTypes.contains(type);
    }

    /** The types it wants in the order of the alphabet; empty for all. */
    public List<String> sortedTypes() {
        return List.copyOf(new TreeSet<>(eventTypes));
    }

    WebhookEndpoint with(Health next) {
        return new WebhookEndpoint(
                id,
                org,
                url,
                description,
                eventTypes,
                enabled,
                disabledReason,
                secrets,
                createdAt,
                cursor,
                next,
                version);
    }

    WebhookEndpoint with(List<WebhookSecret> next) {
        return new WebhookEndpoint(
                id,
                org,
                url,
                description,
                eventTypes,
                enabled,
                disabledReason,
                next,
                createdAt,
                cursor,
                health,
                version + 1);
    }

    /** The same with sealed texts that a new master key wraps. */
    public WebhookEndpoint rewrapped(List<WebhookSecret> next) {
        return with(next);
    }

    /** Switched off by the server; what it wanted to send is not sent any more. */
    WebhookEndpoint disabled(String reason) {
        return new WebhookEndpoint(
                id, org, url, description, eventTypes, false, reason, secrets, createdAt, cursor, health, version + 1);
    }
}
