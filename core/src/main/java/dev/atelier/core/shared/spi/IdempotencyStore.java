package dev.atelier.core.shared.spi;

import dev.atelier.core.account.OrgId;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers the answers of requests that carried an {@code Idempotency-Key}.
 *
 * <p>Used inside the transaction of the work itself: {@link #claim} waits for a twin that is still running, and a rolled
 * back transaction forgets its claim, so no key is ever stuck.
 */
public interface IdempotencyStore {
    /**
     * @param principal who sent the request
     * @param route the route's template, so that one key may serve two routes
     * @param key what the client sent, 1 to 255 characters
     */
    record Key(OrgId org, String principal, String route, String key) {}

    /**
     * @param fingerprint SHA-256 in hex of the request's canonical body
     * @param status the HTTP status that was answered
     * @param body the JSON that was answered
     * @param location the Location header that was answered; empty when there was none
     */
    record Answer(String fingerprint, int status, String body, String location) {}

    /**
     * Claims the key for this transaction.
     *
     * @return the stored answer if an earlier request finished under this key; empty when the key is now ours
     */
    Optional<Answer> claim(Key key, Instant now);

    /**
     * Claims a key again of which {@link #claim} gave an answer to this transaction: that answer is forgotten, unless the transaction is
     * rolled back.
     */
    void renew(Key key, Instant now);

    /** Stores the answer under a key that this transaction claimed. */
    void store(Key key, Answer answer);

    /** Forgets answers older than this. */
    int forgetBefore(Instant instant);
}
