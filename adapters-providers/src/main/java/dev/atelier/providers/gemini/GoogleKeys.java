package dev.atelier.providers.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.providers.http.Json;
import dev.atelier.providers.http.JsonAnswer;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The public keys by which Google signs its calls to us. Got before an order that asks to be called, since reading a callback makes no
 * call; kept for an hour. Thread-safe.
 */
final class GoogleKeys {
    static final String ROUTE = ".well-known/jwks.json";

    private static final Duration LIFE = Duration.ofHours(1);
    private static final int MIN_BITS = 2_048;

    private final GoogleApi api;
    private final Clock clock;
    private volatile Known known = new Known(Map.of(), Instant.MIN);

    private record Known(Map<String, PublicKey> keys, Instant until) {}

    GoogleKeys(GoogleApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    boolean areKnown() {
        return !known.keys().isEmpty();
    }

    Optional<PublicKey> find(String id) {
        return Optional.ofNullable(known.keys().get(id));
    }

    /** Gets the keys unless they are fresh; what does not come is done without, and the last ones stay. */
    void refresh() {
        Instant now = clock.instant();
        if (now.isBefore(known.until())) {
            return;
        }
        JsonAnswer answer = api.publicKeys();
        Map<String, PublicKey> keys = new HashMap<>();
        if (answer.ok()) {
            answer.json()
                    .path("keys")
                    .forEach(key ->
                            read(key).ifPresent(read -> keys.put(key.path("kid").asText(""), read)));
        }
        if (!keys.isEmpty()) {
            known = new Known(Map.copyOf(keys), now.plus(LIFE));
        }
    }

    private static Optional<PublicKey> read(JsonNode key) {
        if (!Json.word(key.path("kty")).equals("rsa")) {
            return Optional.empty();
        }
        try {
            BigInteger modulus = number(key.path("n"));
            if (modulus.bitLength() < MIN_BITS) {
                return Optional.empty();
            }
            RSAPublicKeySpec spec = new RSAPublicKeySpec(modulus, number(key.path("e")));
            return Optional.of(KeyFactory.getInstance("RSA").generatePublic(spec));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static BigInteger number(JsonNode text) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(text.asText("")));
    }
}
