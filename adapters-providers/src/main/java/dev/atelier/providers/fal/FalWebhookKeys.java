package dev.atelier.providers.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.core.provider.ProviderFailure;
import dev.atelier.providers.http.JsonAnswer;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The keys that prove fal's callbacks, kept for 24 hours at most, as fal asks. Thread-safe, one for all rows of an address.
 *
 * <p>Reading a callback must not call anybody. So the keys are fetched where calls are made anyway, before a submit with a callback and
 * after a poll; a callback only leaves word that they are missing or did not fit (ADR 31).
 */
final class FalWebhookKeys {
    private static final System.Logger LOG = System.getLogger(FalWebhookKeys.class.getName());
    private static final Duration LIFE = Duration.ofHours(24);
    private static final Duration RENEWED_AFTER = Duration.ofHours(12);
    private static final Duration BETWEEN_TRIES = Duration.ofMinutes(1);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(5);
    private static final Duration SHORTEST_CALL = Duration.ofMillis(200);
    private static final int MOST_KEYS = 16;

    /** What stands before the 32 bytes of a key in its X.509 form. */
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Known known = new Known(List.of(), Instant.MIN);
    private volatile Instant lastTry = Instant.MIN;
    private volatile boolean wanted;

    private record Known(List<PublicKey> keys, Instant fetched) {}

    FalWebhookKeys(Clock clock) {
        this.clock = clock;
    }

    /** The keys that may still be used; empty if there are none. */
    List<PublicKey> current() {
        Known now = known;
        return older(now.fetched, LIFE) ? List.of() : now.keys;
    }

    /** Leaves word that a callback came which these keys could not judge. */
    void want() {
        wanted = true;
    }

    boolean wanted() {
        return wanted;
    }

    /**
     * Fetches the keys if it is time to, or if a callback wanted others; does nothing while another thread does. A failure is
     * logged and changes nothing.
     *
     * @param time what the caller can spare
     */
    void refresh(FalApi api, Duration time) {
        Duration timeout = time.compareTo(LONGEST_CALL) < 0 ? time : LONGEST_CALL;
        if (timeout.compareTo(SHORTEST_CALL) < 0 || !due() || !fetching.tryLock()) {
            return;
        }
        try {
            if (due()) {
                lastTry = clock.instant();
                fetch(api, timeout);
            }
        } finally {
            fetching.unlock();
        }
    }

    private boolean due() {
        return (wanted || older(known.fetched, RENEWED_AFTER)) && older(lastTry, BETWEEN_TRIES);
    }

    private boolean older(Instant time, Duration age) {
        return time.equals(Instant.MIN) || time.plus(age).isBefore(clock.instant());
    }

    private void fetch(FalApi api, Duration timeout) {
        List<PublicKey> keys = new ArrayList<>();
        try {
            JsonAnswer answer = api.webhookKeys(timeout);
            for (JsonNode entry : answer.ok() ? answer.json().path("keys") : List.<JsonNode>of()) {
                PublicKey key = key(entry);
                if (key != null && keys.size() < MOST_KEYS) {
                    keys.add(key);
                }
            }
        } catch (ProviderFailure failure) {
            LOG.log(Level.INFO, "the keys of fal''s callbacks could not be fetched: {0}", failure.getMessage());
            return;
        }
        if (keys.isEmpty()) {
            LOG.log(Level.INFO, "fal's answer holds no key for callbacks");
            return;
        }
        wanted = false;
        known = new Known(List.copyOf(keys), clock.instant());
    }

    private static @Nullable PublicKey key(JsonNode entry) {
        if (!entry.path("kty").asText("").equals("OKP")
                || !entry.path("crv").asText("").equals("Ed25519")) {
            return null;
        }
        try {
            byte[] raw = Base64.getUrlDecoder().decode(entry.path("x").asText(""));
            if (raw.length != 32) {
                return null;
            }
            byte[] encoded = new byte[ED25519.length + raw.length];
            System.arraycopy(ED25519, 0, encoded, 0, ED25519.length);
            System.arraycopy(raw, 0, encoded, ED25519.length, raw.length);
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return null;
        }
    }
}
