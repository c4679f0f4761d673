package dev.atelier.core.webhook.spi;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.event.EventId;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.webhook.Delivery;
import dev.atelier.core.webhook.DeliveryId;
import dev.atelier.core.webhook.DeliveryState;
import dev.atelier.core.webhook.WebhookEndpoint;
import dev.atelier.core.webhook.WebhookEndpointId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints and what is on its way to them; the rows are the queue that deliveries wait in.
 *
 * <p>Every implementation passes {@code WebhookRepositoryContract}. Thread-safe; joins the caller's transaction. Another org's id
 * finds nothing.
 */
public interface WebhookRepository {
    /** @return false if the org has {@link WebhookEndpoint#MOST} already; two callers at once cannot both get the last place */
    boolean insert(WebhookEndpoint endpoint);

    Optional<WebhookEndpoint> find(OrgId org, WebhookEndpointId endpoint);

    /** The org's endpoints, oldest first. */
    List<WebhookEndpoint> list(OrgId org);

    /** The endpoints of all orgs, for changing what seals their secrets. */
    List<WebhookEndpoint> all();

    /** Locks the endpoint until the transaction ends and reads it; waits if another has it. */
    Optional<WebhookEndpoint> lock(OrgId org, WebhookEndpointId endpoint);

    /** Like {@link #lock}, but empty if another has it. */
    Optional<WebhookEndpoint> tryLock(OrgId org, WebhookEndpointId endpoint);

    /**
     * Writes the endpoint with all its parts.
     *
     * @return false if it has another version than expected
     */
    boolean update(WebhookEndpoint endpoint, long expectedVersion);

    /** Notes how the receiver answers; changes no version. */
    void updateHealth(OrgId org, WebhookEndpointId endpoint, WebhookEndpoint.Health health);

    /** Deletes the endpoint with its secrets and deliveries; false if there is none. */
    boolean delete(OrgId org, WebhookEndpointId endpoint);

    /**
     * An endpoint that has something to do.
     *
     * @param failing true if its last try failed
     */
    record Ref(OrgId org, WebhookEndpointId endpoint, boolean failing) {}

    /** Enabled endpoints of all orgs behind whose cursor there are readable events, or whose cursor is not of this log. */
    List<Ref> withNews(int limit);

    /** Notes up to where an endpoint's events were looked at; changes no version. */
    void moveCursor(OrgId org, WebhookEndpointId endpoint, EventId cursor);

    /** Adds a delivery; does nothing if the endpoint has one of this event. */
    void insertDelivery(Delivery delivery);

    /** Enabled endpoints of all orgs that have a delivery which is due, those that answer before those that fail. */
    List<Ref> due(Instant now, int limit);

    /**
     * Takes the delivery that has been due for longest, so that nobody else gets it before {@code until}: whoever dies with it in
     * hand loses nothing.
     */
    Optional<Delivery> claim(OrgId org, WebhookEndpointId endpoint, Instant now, Instant until);

    Optional<Delivery> findDelivery(OrgId org, WebhookEndpointId endpoint, DeliveryId delivery);

    /** Writes the state, the next time and the attempts that are new. */
    void updateDelivery(Delivery delivery);

    /** Ends all that is pending as {@link DeliveryState#DISABLED}. */
    void disableDeliveries(OrgId org, WebhookEndpointId endpoint);

    /** Newest first, in one state or in any. */
    Page<Delivery> deliveries(OrgId org, WebhookEndpointId endpoint, @Nullable DeliveryState state, PageRequest page);

    /**
     * Deletes deliveries that were made before this time.
     *
     * @return how many
     */
    int forgetBefore(Instant time);
}
