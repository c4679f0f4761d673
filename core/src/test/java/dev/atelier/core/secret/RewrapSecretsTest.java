package dev.atelier.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.fakes.Samples;
import dev.atelier.core.key.ProviderKey;
import dev.atelier.core.key.ProviderKeyId;
import dev.atelier.core.memory.InMemoryStore;
import dev.atelier.core.provider.ProviderConfig;
import dev.atelier.core.shared.Ids;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RewrapSecretsTest {
    private static final String OLD = "old:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String NEW = "new:1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100";
    private static final int KEYS = 450;

    private final InMemoryStore store = InMemoryStore.create();
    private final Samples.Tenant tenant = Samples.tenant(store);
    private final SecretBox old = box(OLD);
    private final SecretBox both = box(NEW + "," + OLD);

    private static SecretBox box(String keys) {
        return new EnvelopeSecretBox(MasterKeys.parse(keys));
    }

    @Test
    void everythingMovesWhileItIsRead() throws Exception {
        List<ProviderKey> keys = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add(add("sk-" + UUID.randomUUID(), "key " + i));
        }
        ProviderConfig row = provider();
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> reads = reader.submit(() -> {
                int count = 0;
                while (!done.get() || count < KEYS) {
                    ProviderKey key = find(keys.get(count % KEYS).id());
                    both.open(key.secret(), key.secretContext());
                    count++;
                }
                return count;
            });
            RewrapSecrets.Report report = new RewrapSecrets(store, both).run();
            done.set(true);
            assertThat(report).isEqualTo(new RewrapSecrets.Report(KEYS + 1, List.of()));
            assertThat(reads.get(30, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(KEYS);
        } finally {
            reader.shutdownNow();
        }
        SecretBox onlyNew = box(NEW);
        for (ProviderKey before : keys) {
            ProviderKey after = find(before.id());
            assertThat(after.secret().masterKeyId()).isEqualTo("new");
            assertThat(after.version()).as("its people need not care").isEqualTo(before.version());
            assertThat(onlyNew.open(after.secret(), after.secretContext()))
                    .isEqualTo(old.open(before.secret(), before.secretContext()));
        }
        ProviderConfig moved = store.providers().find(row.id()).orElseThrow();
        assertThat(onlyNew.open(moved.apiKey(), moved.secretContext("apiKey")).reveal())
                .isEqualTo("sk-platform-1234");
        assertThat(new RewrapSecrets(store, both).run().moved()).isZero();
    }

    @Test
    void whatDoesNotOpenIsNamedAndLeft() {
        ProviderKey key = add("sk-lost-0123456789", "lost");
        RewrapSecrets.Report report = new RewrapSecrets(store, box(NEW)).run();
        assertThat(report).isEqualTo(new RewrapSecrets.Report(0, List.of("own key " + key.id())));
        assertThat(find(key.id())).isEqualTo(key);
    }

    @Test
    void oneFlippedBitInAnyStoredFieldIsNoticed() {
        ProviderKey key = add("sk-mine-0123456789", "mine");
        old.open(key.secret(), key.secretContext());
        byte[] sealed = Base64.getDecoder().decode(key.secret().sealed());
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            refuses(
                    key,
                    new SealedSecret(
                            Base64.getEncoder().encodeToString(flipped),
                            key.secret().masterKeyId(),
                            key.hint()));
        }
        for (String id : flips(key.secret().masterKeyId())) {
            refuses(key, new SealedSecret(key.secret().sealed(), id, key.hint()));
        }
        for (String hint : flips(key.hint())) {
            refuses(key, new SealedSecret(key.secret().sealed(), key.secret().masterKeyId(), hint));
        }
        for (String context : flips(key.secretContext())) {
            assertThatThrownBy(() -> old.open(key.secret(), context)).isInstanceOf(SecretBox.SecretUnreadable.class);
        }
        assertThat(key.secretContext())
                .contains(
                        key.org().toString(),
                        tenant.userId().toString(),
                        key.adapter(),
                        key.id().toString());
    }

    private void refuses(ProviderKey key, SealedSecret sealed) {
        assertThatThrownBy(() -> old.open(sealed, key.secretContext())).isInstanceOf(SecretBox.SecretUnreadable.class);
    }

    /** The text with each of its lower seven bits flipped in turn. */
    private static List<String> flips(String text) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            for (int bit = 0; bit < 7; bit++) {
                StringBuilder flipped = new StringBuilder(text);
                flipped.setCharAt(i, (char) (text.charAt(i) ^ (1 << bit)));
                all.add(flipped.toString());
            }
        }
        return all;
    }

    private ProviderKey find(ProviderKeyId id) {
        return store.providerKeys().find(tenant.id(), id).orElseThrow();
    }

    private ProviderConfig provider() {
        ProviderConfig bare = Samples.provider();
        ProviderConfig row = new ProviderConfig(
                bare.id(),
                bare.category(),
                bare.adapter(),
                bare.displayName(),
                bare.baseUrl(),
                bare.model(),
                bare.priority(),
                bare.enabled(),
                bare.options(),
                old.seal(Secret.of("sk-platform-1234"), bare.secretContext("apiKey")),
                null,
                1);
        store.providers().insert(row);
        return row;
    }

    private ProviderKey add(String value, String name) {
        ProviderKeyId id = new ProviderKeyId(Ids.timeOrdered(Clock.systemUTC()).next());
        ProviderKey key = new ProviderKey(
                id,
                tenant.id(),
                tenant.userId(),
                "openai",
                null,
                old.seal(Secret.of(value), ProviderKey.secretContext(tenant.id(), tenant.userId(), "openai", id)),
                new ProviderKey.Terms(name, true, null, null),
                Samples.NOW,
                tenant.userId(),
                ProviderKey.Use.NONE,
                1);
        assertThat(store.providerKeys().insert(key)).isTrue();
        return key;
    }
}
