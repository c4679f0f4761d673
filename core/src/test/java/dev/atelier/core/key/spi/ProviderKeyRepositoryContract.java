package dev.atelier.core.key.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.account.Role;
import dev.atelier.core.account.User;
import dev.atelier.core.account.UserId;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.fakes.SettableClock;
import dev.atelier.core.fakes.Together;
import dev.atelier.core.generation.GenerationId;
import dev.atelier.core.key.KeySpending;
import dev.atelier.core.key.KeyUse;
import dev.atelier.core.key.ProviderKey;
import dev.atelier.core.key.ProviderKeyId;
import dev.atelier.core.key.RunKeys;
import dev.atelier.core.key.RunProviders;
import dev.atelier.core.provider.ProviderRegistry;
import dev.atelier.core.secret.EnvelopeSecretBox;
import dev.atelier.core.secret.MasterKeys;
import dev.atelier.core.secret.SealedSecret;
import dev.atelier.core.secret.SecretBox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ProviderKeyRepository} promises. */
public abstract class ProviderKeyRepositoryContract {
    private ProviderKeyRepository keys;
    private Samples.Tenant tenant;
    private Instant time = Samples.NOW;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void makeTenant() {
        keys = store().providerKeys();
        tenant = Samples.tenant(store());
    }

    @Test
    void aKeyIsReadBackInFull() {
        ProviderKey full = new ProviderKey(
                new ProviderKeyId(UUID.randomUUID()),
                tenant.id(),
                tenant.userId(),
                "gemini",
                "google",
                new SealedSecret("c2VhbGVk", "k1", "wxyz"),
                new ProviderKey.Terms("My \"key\" ü", false, Samples.NOW.plusSeconds(9), 5_000_000L),
                Samples.NOW,
                tenant.userId(),
                ProviderKey.Use.NONE,
                1);
        assertThat(keys.insert(full)).isTrue();
        assertThat(keys.find(tenant.id(), full.id())).contains(full);
        assertThat(keys.lock(tenant.id(), full.id())).contains(full);
        ProviderKey plain = key(null, "openai", "Ours");
        assertThat(keys.insert(plain)).isTrue();
        assertThat(keys.find(tenant.id(), plain.id())).contains(plain);
    }

    @Test
    void aNameIsTakenOnceByOneOwnerForOneAdapter() {
        assertThat(keys.insert(key(tenant.userId(), "openai", "Work"))).isTrue();
        assertThat(keys.insert(key(tenant.userId(), "openai", "Work"))).isFalse();
        assertThat(keys.insert(key(tenant.userId(), "gemini", "Work"))).isTrue();
        assertThat(keys.insert(key(null, "openai", "Work"))).isTrue();
        assertThat(keys.insert(key(null, "openai", "Work"))).as("the org's own").isFalse();
        ProviderKey other = key(tenant.userId(), "openai", "Play");
        assertThat(keys.insert(other)).isTrue();
        assertThatThrownBy(() -> keys.update(changed(other, "Work"), 1)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void anUpdateNeedsTheVersionAndLeavesTheUse() {
        ProviderKey key = stored(tenant.userId(), "openai", "Work");
        keys.bind(key, run(), 40, Samples.NOW);
        ProviderKey next = changed(key, "Play");
        assertThat(keys.update(next, 7)).isFalse();
        assertThat(keys.update(next, 1)).isTrue();
        assertThat(keys.update(next, 1)).isFalse();
        assertThat(keys.find(tenant.id(), key.id())).contains(next.used(new ProviderKey.Use(Samples.NOW, 0, 40)));
    }

    @Test
    void aPersonSeesHisKeysAndTheOrgsNewestFirst() {
        ProviderKey ours = stored(null, "openai", "Ours");
        ProviderKey mine = stored(tenant.userId(), "openai", "Mine");
        ProviderKey others = stored(member(), "openai", "Others");
        assertThat(keys.of(tenant.id(), tenant.userId())).containsExactly(mine, ours);
        assertThat(keys.of(tenant.id(), others.createdBy())).containsExactly(others, ours);
        assertThat(keys.deleteOf(tenant.id(), tenant.userId())).isEqualTo(1);
        assertThat(keys.of(tenant.id(), tenant.userId())).containsExactly(ours);
        assertThat(keys.delete(tenant.id(), ours.id())).isTrue();
        assertThat(keys.delete(tenant.id(), ours.id())).isFalse();
    }

    @Test
    void anotherOrgsIdFindsNothing() {
        ProviderKey key = stored(null, "openai", "Ours");
        GenerationId run = run();
        keys.bind(key, run, 10, Samples.NOW);
        OrgId elsewhere = Samples.tenant(store()).id();
        assertThat(keys.find(elsewhere, key.id())).isEmpty();
        assertThat(keys.lock(elsewhere, key.id())).isEmpty();
        assertThat(keys.delete(elsewhere, key.id())).isFalse();
        assertThat(keys.of(elsewhere, tenant.userId())).isEmpty();
        assertThat(keys.uses(elsewhere, run)).isEmpty();
        keys.count(elsewhere, run, "openai", 5, 5);
        assertThat(keys.find(tenant.id(), key.id()).orElseThrow().use())
                .isEqualTo(new ProviderKey.Use(Samples.NOW, 0, 10));
    }

    @Test
    void aRunKeepsItsKeyAndIsCounted() {
        ProviderKey key = stored(null, "openai", "Ours");
        GenerationId run = run();
        assertThat(keys.uses(tenant.id(), run)).isEmpty();
        keys.bind(key, run, 100, Samples.NOW);
        assertThat(keys.uses(tenant.id(), run)).containsExactly(new KeyUse("openai", key.id(), 100));
        keys.count(tenant.id(), run, "openai", 30, 40);
        assertThat(use(key)).isEqualTo(new ProviderKey.Use(Samples.NOW, 30, 60));
        keys.count(tenant.id(), run, "openai", 5, 1_000);
        assertThat(use(key)).as("no more is closed than was open").isEqualTo(new ProviderKey.Use(Samples.NOW, 35, 0));
        keys.count(tenant.id(), run, "gemini", 5, 5);
        keys.count(tenant.id(), run(), "openai", 5, 5);
        assertThat(use(key)).isEqualTo(new ProviderKey.Use(Samples.NOW, 35, 0));
    }

    @Test
    void aRunMayChangeItsKey() {
        ProviderKey first = stored(null, "openai", "First");
        ProviderKey second = stored(null, "openai", "Second");
        GenerationId run = run();
        keys.bind(first, run, 100, Samples.NOW);
        keys.bind(second, run, 70, Samples.NOW.plusSeconds(1));
        assertThat(use(first).openMicros()).isZero();
        assertThat(use(second)).isEqualTo(new ProviderKey.Use(Samples.NOW.plusSeconds(1), 0, 70));
        assertThat(keys.uses(tenant.id(), run)).containsExactly(new KeyUse("openai", second.id(), 70));
    }

    @Test
    void aRunRemembersADeletedKey() {
        ProviderKey key = stored(null, "openai", "Ours");
        GenerationId run = run();
        keys.bind(key, run, 100, Samples.NOW);
        keys.delete(tenant.id(), key.id());
        keys.count(tenant.id(), run, "openai", 30, 40);
        assertThat(keys.uses(tenant.id(), run)).extracting(KeyUse::key).containsExactly(key.id());
    }

    @Test
    void allAreWalkedInBatchesAndSealedAnew() {
        ProviderKey one = stored(null, "openai", "One");
        ProviderKey two = stored(tenant.userId(), "openai", "Two");
        List<ProviderKey> walked = new ArrayList<>();
        for (List<ProviderKey> batch = keys.after(null, 1);
                !batch.isEmpty();
                batch = keys.after(batch.get(0).id(), 1)) {
            walked.addAll(batch);
        }
        assertThat(walked).contains(one, two).doesNotHaveDuplicates();
        SealedSecret sealed = new SealedSecret("YW5ldw==", "k2", "wxyz");
        assertThat(keys.reseal(one, sealed)).isTrue();
        assertThat(keys.reseal(one, sealed)).as("it was another seal by then").isFalse();
        assertThat(keys.find(tenant.id(), one.id())).contains(one.resealed(sealed));
    }

    @Test
    void aCapHoldsHoweverManyRunsComeAtOnce() {
        ProviderKey key = stored(tenant.userId(), "openai", "Work");
        ProviderKey capped = new ProviderKey(
                key.id(),
                key.org(),
                key.owner(),
                key.adapter(),
                null,
                key.secret(),
                new ProviderKey.Terms("Work", true, null, 100L),
                key.createdAt(),
                key.createdBy(),
                key.use(),
                2);
        assertThat(keys.update(capped, 1)).isTrue();
        SettableClock clock = SettableClock.standing(Samples.NOW);
        ProviderRegistry none = new ProviderRegistry(store().providers(), keys, List.of(), box(), Map.of());
        KeySpending spending = new KeySpending(store(), new RunProviders(store(), none, clock), clock);
        RunKeys own = new RunKeys(tenant.id(), Map.of("openai", key.id()));
        List<Boolean> taken = Together.run(
                8,
                i -> store().transactions()
                        .inTransaction(() ->
                                spending.take(run(), own, Map.of("openai", 30L)).isEmpty()));
        assertThat(taken).filteredOn(yes -> yes).hasSize(3);
        assertThat(use(key)).isEqualTo(new ProviderKey.Use(Samples.NOW, 0, 90));
        none.close();
    }

    private static SecretBox box() {
        return new EnvelopeSecretBox(
                MasterKeys.parse("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
    }

    private ProviderKey.Use use(ProviderKey key) {
        return keys.find(tenant.id(), key.id()).orElseThrow().use();
    }

    private ProviderKey stored(@Nullable UserId owner, String adapter, String name) {
        ProviderKey key = key(owner, adapter, name);
        assertThat(keys.insert(key)).isTrue();
        return key;
    }

    private ProviderKey key(@Nullable UserId owner, String adapter, String name) {
        time = time.plusSeconds(1);
        return new ProviderKey(
                new ProviderKeyId(UUID.randomUUID()),
                tenant.id(),
                owner,
                adapter,
                null,
                new SealedSecret("c2VhbGVk", "k1", "wxyz"),
                new ProviderKey.Terms(name, true, null, null),
                time,
                owner == null ? tenant.userId() : owner,
                ProviderKey.Use.NONE,
                1);
    }

    private static ProviderKey changed(ProviderKey key, String name) {
        return new ProviderKey(
                key.id(),
                key.org(),
                key.owner(),
                key.adapter(),
                key.alias(),
                new SealedSecret("bmV3", "k1", "7890"),
                new ProviderKey.Terms(name, false, null, 9L),
                key.createdAt(),
                key.createdBy(),
                key.use(),
                key.version() + 1);
    }

    private UserId member() {
        User user = Samples.user();
        store().transactions().run(() -> {
            store().accounts().insertUser(user);
            store().accounts().putMember(tenant.id(), user.id(), Role.CREATOR);
        });
        return user.id();
    }

    private static GenerationId run() {
        return new GenerationId(UUID.randomUUID());
    }
}
